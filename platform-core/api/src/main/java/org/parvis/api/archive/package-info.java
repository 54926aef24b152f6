/** Import and export of conversation archives. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.api.archive;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
