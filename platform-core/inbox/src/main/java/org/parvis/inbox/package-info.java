/**
 * The inbox: takes in what networks show, sorts it into conversations and sends the answers. Private; reached through
 * {@code org.parvis.api.inbox}.
 */
@NullMarked
package org.parvis.inbox;

import org.jspecify.annotations.NullMarked;
