/** Where the database answers, the pool of connections to it, and what its failures mean. */
@NullMarked
package org.parvis.store.connection;

import org.jspecify.annotations.NullMarked;
