/** Figures: volumes, response times, and what the networks count. Private; reached through {@code org.parvis.api.analytics}. */
@NullMarked
package org.parvis.analytics;

import org.jspecify.annotations.NullMarked;
