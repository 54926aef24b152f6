/** What the script {@code ./parvis} cannot do in a shell. */
@NullMarked
package org.parvis.launcher;

import org.jspecify.annotations.NullMarked;
