package org.parvis.publishing;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.api.publishing.Origin;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.model.AccountId;
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
        int attempts,
        int intent,
        @Nullable Instant intentAt,
        int looks,
        @Nullable String resumeToken,
        @Nullable Instant expiresAt,
        boolean retracting,
        long version) {

    /** Why a person must decide. */
    enum HeldFor {
        /** The account must be mended; goes on by itself when it was linked again. */
        ACCOUNT,
        /** Its time passed while it could not go out. */
        LATE,
        /** Nobody can find out whether it went out. */
        UNDECIDABLE
    }

    Variant variant() {
        return new Variant(format, text, List.of(), options, null);
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
                version);
    }
}
