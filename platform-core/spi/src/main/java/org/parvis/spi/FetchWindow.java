package org.parvis.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to fetch: from a cursor of the plugin's own, or everything since a time, or all there is. An
 * immutable value.
 *
 * @param cursor what an earlier page of the same feed carried; null to begin. At most 2,048 characters; survives a plugin update or
 *     answers {@code CURSOR_INVALID}
 * @param since used where there is no cursor; null for all
 * @param limit how many items at most in a page, 1 to 1,000; the network may have a lower limit
 */
public record FetchWindow(@Nullable String cursor, @Nullable Instant since, int limit) {}
