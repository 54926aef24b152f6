package org.parvis.api.publishing;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.PostId;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.Violation;

/**
 * A publication.
 *
 * @param post null for what was made natively
 * @param reason why it stands so and what mends it; empty when all is well
 * @param violations what the network or its limits say is wrong with the content
 */
public record PublicationView(
        PublicationId id,
        @Nullable PostId post,
        AccountId account,
        Origin origin,
        PublicationState state,
        String text,
        String format,
        @Nullable Instant dueAt,
        @Nullable Instant publishedAt,
        @Nullable RemoteId remoteId,
        @Nullable URI permalink,
        String reason,
        List<Violation> violations,
        int attempts,
        long version) {
    public PublicationView {
        violations = List.copyOf(violations);
    }
}
