/** The PostgreSQL server the platform runs itself: its programs, its folder, its account, its life. */
@NullMarked
package org.parvis.store.embedded;

import org.jspecify.annotations.NullMarked;
