package org.parvis.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A post adapted to one network and format: what a plugin publishes. An immutable value.
 *
 * @param format id of a {@link ContentFormat} of the network's descriptor: {@code text}, {@code reel}
 * @param text as a person wrote it; may be empty
 * @param media its files, in their order
 * @param options values of the options that the descriptor declares by JSON Schema, each as JSON text
 * @param replyTo the published post that this one continues (a thread); null for a post of its own
 */
public record Variant(
        String format,
        String text,
        List<MediaRef> media,
        Map<String, String> options,
        @Nullable RemoteId replyTo) {

    public Variant {
        media = List.copyOf(media);
        options = Map.copyOf(options);
    }

    /** A text and nothing else. */
    public static Variant ofText(String text) {
        return new Variant("text", text, List.of(), Map.of(), null);
    }
}
