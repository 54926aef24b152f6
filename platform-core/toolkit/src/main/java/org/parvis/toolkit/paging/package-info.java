/** Cursors that plugins mint and the core stores. */
@NullMarked
package org.parvis.toolkit.paging;

import org.jspecify.annotations.NullMarked;
