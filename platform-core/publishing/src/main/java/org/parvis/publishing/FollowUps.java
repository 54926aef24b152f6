package org.parvis.publishing;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.parvis.api.inbox.ReplyState;
import org.parvis.api.publishing.PublicationState;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.outbox.Outbox;

/**
 * What must happen once a publication is out and its id is known: its first comment, and the next post of its thread. The
 * obligations are written in the transaction that knows it is out, so none is lost and none is early.
 */
final class FollowUps {
    private final Outbox outbox;
    private final Clock clock;

    FollowUps(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Joins the transaction of {@code handle}; doing it again changes nothing. */
    void add(Handle handle, LinkedAccount account, Publication published) {
        Instant now = clock.instant();
        if (published.comment() != null && published.comment().state() == null) {
            Comments.state(handle, published.id(), ReplyState.WAITING, "");
            outbox.add(Obligations.comment(account.workspace(), account, published.id(), now));
        }
        List<Publication> next = Publications.continuing(handle, published.id());
        for (Publication part : next) {
            if (part.state() == PublicationState.SCHEDULED) {
                Instant due = part.dueAt() == null || part.dueAt().isBefore(now) ? now : part.dueAt();
                outbox.add(Obligations.publish(account.workspace(), account, part.id(), due));
            }
        }
    }
}
