/** Announces what changed to the other services, inside the open transaction. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.engine.change;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
