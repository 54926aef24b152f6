/** What networks push, for the services. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.engine.webhook;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
