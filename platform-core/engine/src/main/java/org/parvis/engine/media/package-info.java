/** The files that calls are given, wherever they are kept. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.engine.media;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
