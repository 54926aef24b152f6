/** Keeps what networks are asked to push. */
@NullMarked
package org.parvis.engine.subscription;

import org.jspecify.annotations.NullMarked;
