/** Facebook Pages: a translator between Meta's Graph API and the platform's vocabulary. Everything is private. */
@NullMarked
package org.parvis.network.facebook;

import org.jspecify.annotations.NullMarked;
