/** Tolerant reading and plain writing of JSON, over Jackson's tree model. */
@NullMarked
package org.parvis.toolkit.json;

import org.jspecify.annotations.NullMarked;
