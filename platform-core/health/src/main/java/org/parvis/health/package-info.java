/** Health checks: what an operator must know, each with what mends it. */
@NullMarked
package org.parvis.health;

import org.jspecify.annotations.NullMarked;
