/** Whether what a network witnessed and what the platform believes are one and the same story. */
@NullMarked
package org.parvis.it.invariant;

import org.jspecify.annotations.NullMarked;
