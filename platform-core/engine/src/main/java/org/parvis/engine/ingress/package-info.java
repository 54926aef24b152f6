/** Takes what networks push: stored first, understood later. */
@NullMarked
package org.parvis.engine.ingress;

import org.jspecify.annotations.NullMarked;
