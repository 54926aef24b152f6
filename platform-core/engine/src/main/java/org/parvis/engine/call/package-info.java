/** Guarded calls to the networks. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.engine.call;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
