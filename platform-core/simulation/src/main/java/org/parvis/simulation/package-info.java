/**
 * What the simulators of all networks share: the server, the control interface, faults, the archive, the clock and the
 * journal of accepted writes. A plain program on Jetty in its own process, never a bundle of the platform, so that it
 * outlives what a test kills and can say afterwards what really arrived.
 */
@NullMarked
package org.parvis.simulation;

import org.jspecify.annotations.NullMarked;
