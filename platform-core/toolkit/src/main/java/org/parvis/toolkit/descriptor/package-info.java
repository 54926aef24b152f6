/** Reads a network's descriptor; shared by the engine, the technology-compatibility kit and plugins' tests. */
@NullMarked
package org.parvis.toolkit.descriptor;

import org.jspecify.annotations.NullMarked;
