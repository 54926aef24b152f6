/** What files are, found from their content. */
@NullMarked
package org.parvis.media.format;

import org.jspecify.annotations.NullMarked;
