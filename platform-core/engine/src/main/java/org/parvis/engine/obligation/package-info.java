/** The outbox over the database: claims, leases, timers, settlements. */
@NullMarked
package org.parvis.engine.obligation;

import org.jspecify.annotations.NullMarked;
