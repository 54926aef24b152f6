/** What every service of the core shares: pages and problems. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
