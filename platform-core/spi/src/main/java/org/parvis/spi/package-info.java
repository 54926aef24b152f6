/** What a network plugin implements and is handed. Frozen at 1.0 (ADR 26): it grows, and breaks nothing. */
@Export
@Version("1.2.0")
@NullMarked
package org.parvis.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
