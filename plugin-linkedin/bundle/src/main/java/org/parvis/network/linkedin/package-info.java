/** The network LinkedIn: a translator between its versioned REST API and the platform's vocabulary. Everything is private. */
@NullMarked
package org.parvis.network.linkedin;

import org.jspecify.annotations.NullMarked;
