/** The program with which one who publishes a network signs it. Uses the JDK and the descriptor's reader alone. */
@NullMarked
package org.parvis.installer.sign;

import org.jspecify.annotations.NullMarked;
