/** Signatures by the platform's own keys. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.engine.signing;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
