package org.parvis.publishing;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.api.publishing.FirstComment;
import org.parvis.api.publishing.MediaUse;
import org.parvis.api.publishing.Origin;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.model.AccountId;
import org.parvis.model.MediaRef;
import org.parvis.model.PostId;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.IdempotencyKey;

/**
 * A row of {@code publishing.publication}.
 *
 * @param listedAt what lists are ordered by: published, else due, else composed
 * @param intent counts the intents: each is sent at most once, a retry by a person or after proof of absence is a new one
 * @param intentAt business time at which the present intent was committed, before its first byte left
 * @param leftAt when something may last have left for it, by any step
 * @param resuming whether a further step of a pending publication was begun and its outcome is not known
 * @param looks how often an unknown outcome was looked up
 */
record Publication(
        PublicationId id,
        AccountId account,
        @Nullable PostId post,
        Origin origin,
        PublicationState state,
        String text,
        String format,
        Map<String, String> options,
        @Nullable Instant dueAt,
        @Nullable Instant publishedAt,
        Instant listedAt,
        @Nullable RemoteId remoteId,
        @Nullable URI permalink,
        String reason,
        @Nullable HeldFor heldFor,
        List<Violation> violations,
        List<Violation> warnings,
        int attempts,
        int intent,
        @Nullable Instant intentAt,
        int looks,
        @Nullable String resumeToken,
        @Nullable Instant expiresAt,
        boolean retracting,
        List<MediaUse> media,
        @Nullable PublicationId continues,
        int part,
        boolean resuming,
        @Nullable Instant leftAt,
        @Nullable Edit edit,
        Comments.@Nullable Comment comment,
        long version) {

    /** What it shall become where it is out already. */
    record Edit(String text, Map<String, String> options) {}

    /** Why a person must decide. */
    enum HeldFor {
        /** The account must be mended; goes on by itself when it was linked again. */
        ACCOUNT,
        /** Its time passed while it could not go out. */
        LATE,
        /** Nobody can find out whether it went out. */
        UNDECIDABLE
    }

    /**
     * @param files of {@link #media}, as the library knows them
     * @param replyTo what it continues; null for a post of its own
     */
    Variant variant(List<MediaRef> files, @Nullable RemoteId replyTo) {
        return new Variant(format, text, files, options, replyTo);
    }

    /** Whether the network still works on what the token stands for. */
    boolean mayResume(Instant now) {
        return resumeToken != null && (expiresAt == null || now.isBefore(expiresAt));
    }

    IdempotencyKey key() {
        return new IdempotencyKey(id + ":" + intent);
    }

    PublicationView view() {
        return new PublicationView(
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
                new PublicationView.Content(options, media, continues),
                comment == null
                        ? null
                        : new FirstComment(comment.text(), comment.state(), comment.reason(), comment.remoteId()),
                edit != null,
                warnings);
    }
}
