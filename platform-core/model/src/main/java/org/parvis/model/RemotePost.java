package org.parvis.model;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A post of an account as the network shows it, whoever made it: through the platform or natively. Answers to somebody are
 * not posts but {@link InboxItem}s.
 *
 * @param counts what the network counts on it, by metric id ({@code reactions}, {@code shares}, {@code comments})
 * @param text what the network shows, unchanged
 * @param earlierVersions ids under which the network knew this post before it was edited, oldest first
 * @param permalink where people read it; null where the network does not say
 * @param raw the post as the network sent it
 */
public record RemotePost(
        RemoteId id,
        Instant publishedAt,
        String text,
        List<Attachment> attachments,
        List<RemoteId> earlierVersions,
        Map<String, Long> counts,
        @Nullable URI permalink,
        byte[] raw) {

    public RemotePost {
        attachments = List.copyOf(attachments);
        earlierVersions = List.copyOf(earlierVersions);
        counts = Map.copyOf(counts);
    }
}
