/** Live updates. */
@NullMarked
package org.parvis.gateway.live;

import org.jspecify.annotations.NullMarked;
