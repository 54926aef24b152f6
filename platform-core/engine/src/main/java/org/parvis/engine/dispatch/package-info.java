/** Puts a call together: network, token, budget, channel, guard. */
@NullMarked
package org.parvis.engine.dispatch;

import org.jspecify.annotations.NullMarked;
