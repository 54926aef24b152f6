/** The network X, formerly Twitter: a translator between its API v2 and the platform's vocabulary. Everything is private. */
@NullMarked
package org.parvis.network.twitter;

import org.jspecify.annotations.NullMarked;
