package org.parvis.archive;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Attachment;

/** One object of an archive. */
sealed interface Entry {
    /** Somebody; {@code organization} when it is a brand's account. */
    record Actor(
            String uri,
            boolean organization,
            String handle,
            String name,
            @Nullable String network,
            @Nullable URI picture)
            implements Entry {}

    /** Something was taken back. */
    record Removal(String uri) implements Entry {}

    /** Something somebody wrote; {@code recipients} are whom a direct message was sent to. */
    record Content(
            String uri,
            @Nullable String kind,
            String author,
            Instant published,
            String text,
            @Nullable String inReplyTo,
            List<String> recipients,
            List<Mention> mentions,
            List<Attachment> attachments,
            Counts counts)
            implements Entry {}

    /** Whom a content names; {@code actor} is null for a handle nobody in the archive has. */
    record Mention(@Nullable String actor, String name) {}

    /** What is counted on a post; -1 where the archive does not say. */
    record Counts(long likes, long shares, long replies) {}

    /** The id that the network itself would use. */
    static String remoteId(String uri) {
        return uri.substring(uri.lastIndexOf(':') + 1);
    }
}
