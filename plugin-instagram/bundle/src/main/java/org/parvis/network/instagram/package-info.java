/** Instagram: a translator between Meta's Graph API and the platform's vocabulary. Everything is private. */
@NullMarked
package org.parvis.network.instagram;

import org.jspecify.annotations.NullMarked;
