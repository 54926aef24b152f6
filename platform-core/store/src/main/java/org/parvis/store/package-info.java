/** The platform's one database: transactions confined to a workspace, migrations per schema, identifiers. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
