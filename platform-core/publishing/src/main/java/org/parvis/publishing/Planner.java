package org.parvis.publishing;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.workspace.Caller;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.outbox.Outbox;

/** Plans publications: the state and the obligation that it demands, in the open transaction. Thread-safe. */
final class Planner {
    private final Steps steps;
    private final AttachedMedia media;
    private final Outbox outbox;

    Planner(Steps steps, AttachedMedia media, Outbox outbox) {
        this.steps = steps;
        this.media = media;
        this.outbox = outbox;
    }

    void plan(Handle handle, Caller caller, Publication publication, LinkedAccount account, Instant due) {
        steps.schedule(handle, caller.workspace(), publication, due, caller.name());
        // The files are there when this commits, and stay as long as it is planned.
        media.find(caller.workspace(), account.brand(), publication.media());
        if (waitsForAnother(handle, publication)) {
            return;
        }
        outbox.add(Obligations.publish(caller.workspace(), account, publication.id(), due));
        outbox.reschedule(
                caller.workspace(), PublishHandler.KIND, publication.id().toString(), due);
    }

    /** The next of a thread gets its obligation when the one before is out. */
    private static boolean waitsForAnother(Handle handle, Publication publication) {
        return publication.continues() != null
                && Publications.find(handle, publication.continues())
                        .filter(before -> before.state() == PublicationState.PUBLISHED && before.remoteId() != null)
                        .isEmpty();
    }
}
