/** A whole platform in one file. */
@NullMarked
package org.parvis.archive.backup;

import org.jspecify.annotations.NullMarked;
