/** The rules of the code, over all modules. */
@NullMarked
package org.parvis.architecture;

import org.jspecify.annotations.NullMarked;
