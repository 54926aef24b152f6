/** The versions of a network that are hosted side by side, and which account is served by which. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.engine.version;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
