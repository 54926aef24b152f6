/** Facebook Pages as a stateful local server, written from Meta's documentation. */
@NullMarked
package org.parvis.simulator.facebook;

import org.jspecify.annotations.NullMarked;
