/** The network Bluesky (AT Protocol), written as somebody outside would write it: from the published artifacts alone. */
@NullMarked
package social.example.bluesky;

import org.jspecify.annotations.NullMarked;
