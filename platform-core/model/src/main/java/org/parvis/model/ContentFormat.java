package org.parvis.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One form in which a network takes posts, with its limits as data.
 *
 * @param id {@code text}, {@code image}, {@code reel}
 * @param text limits of the text
 * @param media limits of the files; {@code maximum} 0 where there may be none
 */
public record ContentFormat(String id, Capability capability, Text text, Media media) {
    /** @param required whether a text must be there */
    public record Text(int maximum, TextRule rule, boolean required) {}

    /**
     * @param minimum how many files at least
     * @param types IANA media types that are taken
     * @param maximumBytes per file; 0 for no limit that is known
     */
    public record Media(
            int minimum,
            int maximum,
            List<String> types,
            long maximumBytes,
            @Nullable Duration maximumDuration) {
        public Media {
            types = List.copyOf(types);
        }
    }
}
