/** Runs inside the minimal Karaf that the distribution is compared with. */
@NullMarked
package org.parvis.benchmarks.probe;

import org.jspecify.annotations.NullMarked;
