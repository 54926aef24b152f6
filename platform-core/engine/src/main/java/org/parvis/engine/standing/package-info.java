/** How linked accounts stand, and what failures do to them. */
@NullMarked
package org.parvis.engine.standing;

import org.jspecify.annotations.NullMarked;
