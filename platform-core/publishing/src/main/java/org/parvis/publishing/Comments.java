package org.parvis.publishing;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.inbox.ReplyState;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;

/** Writes how a publication's first comment stands. Every method runs inside a transaction confined to one workspace. */
final class Comments {
    private Comments() {}

    /**
     * A first comment.
     *
     * @param state null as long as the publication is not out
     * @param intent counts the intents, as for the publication itself
     * @param intentAt when the present intent was committed
     */
    record Comment(
            String text,
            @Nullable ReplyState state,
            String reason,
            int intent,
            @Nullable Instant intentAt,
            int looks,
            @Nullable RemoteId remoteId) {}

    static void state(Handle handle, PublicationId id, ReplyState state, String reason) {
        handle.createUpdate("""
                        update publishing.publication
                        set comment_state = :state, comment_reason = :reason, version = version + 1 where id = :id
                        """)
                .bind("id", id.value())
                .bind("state", state.name())
                .bind("reason", reason)
                .execute();
    }

    /** Commits the intent; false when somebody decided otherwise meanwhile. */
    static boolean send(Handle handle, PublicationId id, Instant now) {
        return handle.createUpdate("""
                        update publishing.publication
                        set comment_state = 'SENDING', comment_reason = '', comment_intent = comment_intent + 1,
                            comment_at = :now, comment_looks = 0, version = version + 1
                        where id = :id and comment_state in ('WAITING', 'WAITING_FOR_NETWORK')
                        """).bind("id", id.value()).bind("now", now).execute() == 1;
    }

    static void look(Handle handle, PublicationId id) {
        handle.createUpdate("update publishing.publication set comment_looks = comment_looks + 1 where id = :id")
                .bind("id", id.value())
                .execute();
    }

    static void sent(Handle handle, PublicationId id, @Nullable RemoteId comment) {
        handle.createUpdate("""
                        update publishing.publication
                        set comment_state = 'SENT', comment_reason = '', comment_id = :comment, version = version + 1
                        where id = :id
                        """)
                .bind("id", id.value())
                .bind("comment", comment == null ? null : comment.value())
                .execute();
    }
}
