/** Workspaces, brands, people, logins, tokens and the audit trail. */
@NullMarked
package org.parvis.workspace;

import org.jspecify.annotations.NullMarked;
