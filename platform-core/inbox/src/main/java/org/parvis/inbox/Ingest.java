package org.parvis.inbox;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.hint.Hint;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.hint.Hints;

/**
 * The one door through which messages come in, whatever brought them: pages, pushes, archives, our own answers. Joins the
 * open transaction, so that the caller commits its cursor or settles its obligation together with what came in. Thread-safe.
 */
@Component(service = Ingest.class)
public final class Ingest {
    /** More would only say again that much has happened; whoever must know all reads the store. */
    private static final int HINTED = 20;

    private final ChangeParticipants participants;
    private final Hints hints;
    private final Clock clock;

    @Activate
    public Ingest(
            @Reference ChangeParticipants participants,
            @Reference Hints hints,
            @Reference(target = "(clock=business)") Clock clock) {
        this.participants = participants;
        this.hints = hints;
        this.clock = clock;
    }

    /** @return how many messages were new */
    int take(Handle handle, LinkedAccount account, Delivery delivery) {
        return told(account, new Intake(handle, account, clock.instant()).take(delivery));
    }

    /** Puts aside what cannot be taken in. */
    void park(Handle handle, LinkedAccount account, String source, List<Border.Parked> parked) {
        new ItemRows(handle, account, clock.instant()).park(source, parked);
    }

    /**
     * An answer of ours is out.
     *
     * @param remoteId null when a person says that it went out and nobody knows its id
     */
    void sent(Handle handle, LinkedAccount account, UUID reply, @Nullable String remoteId, Instant sentAt) {
        told(account, new Intake(handle, account, clock.instant()).sent(reply, remoteId, sentAt));
    }

    private int told(LinkedAccount account, Intake.Outcome outcome) {
        participants.announce(account.workspace(), outcome.changes());
        Instant now = clock.instant();
        List<UUID> received = outcome.received();
        received.subList(Math.max(0, received.size() - HINTED), received.size())
                .forEach(item -> hint(Hint.ITEM, account, item, now));
        outcome.conversations().stream()
                .limit(HINTED)
                .forEach(conversation -> hint(Hint.CONVERSATION, account, conversation, now));
        return outcome.added();
    }

    private void hint(String topic, LinkedAccount account, UUID subject, Instant now) {
        hints.send(new Hint(topic, account.workspace(), account.id(), subject.toString(), now));
    }
}
