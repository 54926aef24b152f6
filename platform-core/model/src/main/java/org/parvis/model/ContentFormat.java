package org.parvis.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One form in which a network takes posts, with its limits as data.
 *
 * @param id {@code text}, {@code image}, {@code reel}
 * @param capability the declared capability it belongs to
 * @param text limits of the text
 * @param media limits of the files; {@code maximum} 0 where there may be none
 */
public record ContentFormat(String id, Capability capability, Text text, Media media) {
    /**
     * Limits of the text.
     *
     * @param maximum characters at most, as {@code rule} counts them
     * @param required whether a text must be there
     */
    public record Text(int maximum, TextRule rule, boolean required) {}

    /**
     * Limits of the files.
     *
     * @param minimum how many files at least
     * @param maximum how many at most
     * @param types IANA media types that are taken
     * @param maximumBytes per file; 0 for no limit that is known
     * @param minimumDuration of a film; null for none
     * @param maximumDuration of a film; null for none
     * @param aspect width by height that is taken; null for any
     */
    public record Media(
            int minimum,
            int maximum,
            List<String> types,
            long maximumBytes,
            @Nullable Duration minimumDuration,
            @Nullable Duration maximumDuration,
            @Nullable AspectRange aspect,
            MediaDelivery delivery) {
        public Media {
            types = List.copyOf(types);
        }

        /** No files. */
        public static Media none() {
            return new Media(0, 0, List.of(), 0, null, null, null, MediaDelivery.PUSH);
        }
    }

    /** Width divided by height, both ends included: 0.8 to 1.91. */
    public record AspectRange(double minimum, double maximum) {}

    /** How files come to the network. */
    public enum MediaDelivery {
        /** The plugin sends them. */
        PUSH,
        /** The network fetches them from a public address: the platform must be reachable from outside. */
        PULL
    }
}
