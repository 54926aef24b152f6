/** Takes everything out of the database and puts it into another one. */
@NullMarked
package org.parvis.store.transfer;

import org.jspecify.annotations.NullMarked;
