/** The compatibility kit, against a small Bluesky of our own and against the real one. */
@NullMarked
package social.example.bluesky;

import org.jspecify.annotations.NullMarked;
