/** The media library. */
@NullMarked
package org.parvis.media;

import org.jspecify.annotations.NullMarked;
