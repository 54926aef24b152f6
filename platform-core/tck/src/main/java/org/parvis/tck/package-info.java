/**
 * The technology-compatibility kit. A plugin's author extends {@link org.parvis.tck.NetworkTck} once, in their own build, and
 * has every promise of the plugin tried against a simulator of its network.
 */
@NullMarked
package org.parvis.tck;

import org.jspecify.annotations.NullMarked;
