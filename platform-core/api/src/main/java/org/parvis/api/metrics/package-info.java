/** Figures about the platform itself, for those who watch it. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.api.metrics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
