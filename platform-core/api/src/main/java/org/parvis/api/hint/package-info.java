/** Lossy hints that something changed. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.api.hint;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
