package org.parvis.api.publishing;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 * @param content what goes out beside the text
 * @param firstComment null where there is none
 * @param editing whether a change of what is out is on its way
 * @param warnings what the network did not take although it is out
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
        long version,
        Content content,
        @Nullable FirstComment firstComment,
        boolean editing,
        List<Violation> warnings) {
    public PublicationView {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
    }

    /** A text and nothing else. */
    public PublicationView(
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
        this(
                id,
                post,
                account,
                origin,
                state,
                text,
                format,
                dueAt,
                publishedAt,
                remoteId,
                permalink,
                reason,
                violations,
                attempts,
                version,
                new Content(Map.of(), List.of(), null),
                null,
                false,
                List.of());
    }

    /**
     * What goes out beside the text.
     *
     * @param options by name, as JSON text
     * @param continues the publication this one answers, as the next of a thread; null for none
     */
    public record Content(
            Map<String, String> options,
            List<MediaUse> media,
            @Nullable PublicationId continues) {
        public Content {
            options = Map.copyOf(options);
            media = List.copyOf(media);
        }
    }
}
