/** Instagram as a stateful local server, written from Meta's documentation. */
@NullMarked
package org.parvis.simulator.instagram;

import org.jspecify.annotations.NullMarked;
