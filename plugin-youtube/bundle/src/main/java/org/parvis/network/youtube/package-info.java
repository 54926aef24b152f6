/** The network YouTube: a translator between its Data and Analytics APIs and the platform's vocabulary. Everything is private. */
@NullMarked
package org.parvis.network.youtube;

import org.jspecify.annotations.NullMarked;
