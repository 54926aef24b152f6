/** Reads and writes conversation archives through the platform's services alone. */
@NullMarked
package org.parvis.archive;

import org.jspecify.annotations.NullMarked;
