/** The console of operators: commands of the scope {@code social}, noun and verb. */
@NullMarked
package org.parvis.console;

import org.jspecify.annotations.NullMarked;
