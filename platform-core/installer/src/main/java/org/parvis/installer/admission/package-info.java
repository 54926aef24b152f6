/** Whether a file may become a network: what is in it, who vouches for it, what it asks for. */
@NullMarked
package org.parvis.installer.admission;

import org.jspecify.annotations.NullMarked;
