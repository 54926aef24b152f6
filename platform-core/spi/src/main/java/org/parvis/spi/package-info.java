/** What a network plugin implements and is handed. 0.x until five networks are in. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
