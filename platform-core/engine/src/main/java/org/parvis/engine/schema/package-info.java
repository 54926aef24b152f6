/** The engine's tables. */
@NullMarked
package org.parvis.engine.schema;

import org.jspecify.annotations.NullMarked;
