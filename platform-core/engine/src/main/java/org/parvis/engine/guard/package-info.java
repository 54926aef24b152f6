/** Keeps a misbehaving plugin from harming anything but itself. */
@NullMarked
package org.parvis.engine.guard;

import org.jspecify.annotations.NullMarked;
