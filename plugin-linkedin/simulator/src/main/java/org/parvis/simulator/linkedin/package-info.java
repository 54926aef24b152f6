/** LinkedIn as a stateful local server, written from its documentation. */
@NullMarked
package org.parvis.simulator.linkedin;

import org.jspecify.annotations.NullMarked;
