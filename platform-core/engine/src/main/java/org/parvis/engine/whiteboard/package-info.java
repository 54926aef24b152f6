/** Reaches whoever is registered: participants of transactions, listeners of hints. */
@NullMarked
package org.parvis.engine.whiteboard;

import org.jspecify.annotations.NullMarked;
