package org.parvis.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation archive, read and shifted.
 *
 * @param actors everybody who has a line of their own
 * @param items what they wrote, in the order of the file
 * @param removals what was taken back, and when
 * @param problems lines that could not be used; all others were
 * @param shiftSeconds by how much every time was moved
 * @param shiftIds whether the ids tell the time and were moved with it
 */
public record Archive(
        List<Actor> actors,
        List<Item> items,
        List<Removal> removals,
        List<Problem> problems,
        long shiftSeconds,
        boolean shiftIds) {

    /** Somebody: a brand's own account ({@code organization}) or anybody else. */
    public record Actor(String id, boolean organization, String handle, String name, long followers) {}

    /** Somebody named by an item; the id is missing where nobody in the archive has the handle. */
    public record Mention(@Nullable String id, String handle) {}

    /** A file that belongs to an item. */
    public record Attachment(String type, String url, String mediaType, JsonNode source) {}

    /** How often an item was liked, shared and answered. */
    public record Counts(int likes, int shares, int replies) {}

    /** One unit of content. */
    public record Item(
            String id,
            @Nullable String kind,
            String author,
            Instant published,
            String content,
            @Nullable String inReplyTo,
            List<Mention> mentions,
            List<String> recipients,
            List<Attachment> attachments,
            Counts counts) {

        /** The same with other files. */
        Item with(List<Attachment> others) {
            return new Item(
                    id, kind, author, published, content, inReplyTo, mentions, recipients, List.copyOf(others), counts);
        }
    }

    /** An item that was deleted at an instant. */
    public record Removal(String id, Instant at) {}

    /** A line that could not be used. */
    public record Problem(Path file, long line, String message) {}

    /** An archive without anything in it. */
    public static Archive empty() {
        return new Archive(List.of(), List.of(), List.of(), List.of(), 0, false);
    }
}
