/** The outbound HTTP a plugin is handed: plain values, the connection stays with the host. */
@Export
@Version("1.0.0")
@NullMarked
package org.parvis.spi.http;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
