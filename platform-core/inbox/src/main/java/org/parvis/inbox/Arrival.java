package org.parvis.inbox;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;

/**
 * A message that passed the border: complete, bounded, and without anything the database cannot hold.
 *
 * @param current it shows how the message is now, so that it replaces what is stored; false for what may be shortened
 *     (context) or may come late (an event that tells of the creation)
 * @param changed the network said that it was edited
 * @param attachments as JSON; null where there are none
 * @param digest of what can be edited
 * @param earlier ids it had before it was edited, oldest first
 */
record Arrival(
        String id,
        Via via,
        boolean current,
        boolean changed,
        ItemKind kind,
        Author author,
        String conversation,
        @Nullable String inReplyTo,
        Instant publishedAt,
        Text text,
        @Nullable String language,
        @Nullable String attachments,
        long digest,
        List<String> earlier,
        @Nullable String permalink,
        ItemVisibility visibility,
        byte[] raw) {

    Arrival {
        earlier = List.copyOf(earlier);
    }

    /** Text as it can be stored, and whether it had to be changed for that. */
    record Text(String value, boolean repaired) {}

    /** The same in another role. */
    Arrival as(Via role) {
        return new Arrival(
                id,
                role,
                current,
                changed,
                kind,
                author,
                conversation,
                inReplyTo,
                publishedAt,
                text,
                language,
                attachments,
                digest,
                earlier,
                permalink,
                visibility,
                raw);
    }

    /** As publishing knows posts. What is counted on it is not said here. */
    RemotePost asPost() {
        return new RemotePost(
                new RemoteId(id),
                publishedAt,
                text.value(),
                Attachments.read(attachments),
                earlier.stream().map(RemoteId::new).toList(),
                Map.of(),
                permalink == null ? null : URI.create(permalink),
                raw);
    }

    /** All its ids, the present one first. */
    List<String> ids() {
        if (earlier.isEmpty()) {
            return List.of(id);
        }
        List<String> ids = new ArrayList<>();
        ids.add(id);
        ids.addAll(earlier);
        return ids;
    }
}
