/** The tokens of the linked accounts. */
@NullMarked
package org.parvis.engine.credentials;

import org.jspecify.annotations.NullMarked;
