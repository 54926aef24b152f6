/** Transactions over JDBI, confined to a workspace, and the SQL types they speak. */
@NullMarked
package org.parvis.store.transaction;

import org.jspecify.annotations.NullMarked;
