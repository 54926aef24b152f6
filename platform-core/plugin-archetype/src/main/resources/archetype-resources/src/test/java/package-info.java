/** The compatibility kit, and its hands in the simulator. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
