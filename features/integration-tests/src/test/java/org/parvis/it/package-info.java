/** Tests from outside over the running distribution. */
@NullMarked
package org.parvis.it;

import org.jspecify.annotations.NullMarked;
