/** The business clock. */
@NullMarked
package org.parvis.engine.clock;

import org.jspecify.annotations.NullMarked;
