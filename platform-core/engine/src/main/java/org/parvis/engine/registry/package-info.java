/** The networks that are installed, their configuration and their states. */
@NullMarked
package org.parvis.engine.registry;

import org.jspecify.annotations.NullMarked;
