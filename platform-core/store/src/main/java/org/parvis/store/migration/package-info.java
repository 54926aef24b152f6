/** Brings each schema up to date, in the order the schemas depend on each other. */
@NullMarked
package org.parvis.store.migration;

import org.jspecify.annotations.NullMarked;
