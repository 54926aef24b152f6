/** The networks and how they stand. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.api.network;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
