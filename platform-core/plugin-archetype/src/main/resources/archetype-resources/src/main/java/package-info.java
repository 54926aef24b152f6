/** The network ${networkName}, for Parvis. */
@NullMarked
package ${package};

import org.jspecify.annotations.NullMarked;
