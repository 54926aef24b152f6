/** Workspaces, brands, people, rights, sessions, tokens and the audit trail. */
@Export
@Version("0.1.0")
@NullMarked
package org.parvis.api.workspace;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
