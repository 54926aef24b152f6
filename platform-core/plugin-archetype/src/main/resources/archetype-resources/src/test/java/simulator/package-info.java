/** ${networkName} as a local server, written from its documentation. It shares no code with the plugin, or both would be wrong together. */
@NullMarked
package ${package}.simulator;

import org.jspecify.annotations.NullMarked;
