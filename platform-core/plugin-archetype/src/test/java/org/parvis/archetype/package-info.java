/** A project is generated, built and let in. */
@NullMarked
package org.parvis.archetype;

import org.jspecify.annotations.NullMarked;
