/** Linking accounts, and showing them. */
@NullMarked
package org.parvis.engine.linkage;

import org.jspecify.annotations.NullMarked;
