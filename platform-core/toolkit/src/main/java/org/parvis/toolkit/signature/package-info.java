/** Keyed hashes over raw bytes. */
@NullMarked
package org.parvis.toolkit.signature;

import org.jspecify.annotations.NullMarked;
