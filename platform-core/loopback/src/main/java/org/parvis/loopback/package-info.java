/**
 * A network in memory, for tests, for the compatibility kit and as the example of a plugin. It does everything the SPI knows,
 * the same way every time. Never part of a distribution's start.
 */
@NullMarked
package org.parvis.loopback;

import org.jspecify.annotations.NullMarked;
