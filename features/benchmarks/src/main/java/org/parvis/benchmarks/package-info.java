/** What is measured: the product's own classes against a limit of this machine, in the same run. */
@NullMarked
package org.parvis.benchmarks;

import org.jspecify.annotations.NullMarked;
