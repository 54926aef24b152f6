/** What one service tells the others inside the open transaction. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.api.change;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
