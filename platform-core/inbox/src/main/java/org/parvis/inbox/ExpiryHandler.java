package org.parvis.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.change.Change;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.RemoteId;
import org.parvis.model.Retention;
import org.parvis.store.Database;

/**
 * Sees to it that nothing is kept longer than its network's terms allow: once a day for each account, also for one that does
 * not work any more or was unlinked: what is kept of it stays under the terms it was fetched under. A handling blanks a
 * bounded number and goes on at once while there is more.
 */
@Component(service = ObligationHandler.class)
public final class ExpiryHandler implements ObligationHandler {
    static final String KIND = "inbox.expire";
    private static final int AT_ONCE = 500;
    private static final Duration PAUSE = Duration.ofDays(1);

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final ChangeParticipants participants;
    private final Clock clock;

    @Activate
    public ExpiryHandler(
            @Reference(target = "(schema=inbox)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference ChangeParticipants participants,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.participants = participants;
        this.clock = clock;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(KIND);
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        Optional<LinkedAccount> found = accounts.findEvenUnlinked(
                obligation.workspace(), Objects.requireNonNull(obligation.account(), "an account's obligation"));
        if (found.isEmpty()) {
            return Settlement.done();
        }
        LinkedAccount account = found.get();
        Retention retention = calls.descriptor(account.network()).retention();
        Instant now = clock.instant();
        database.useWorkspace(account.workspace(), handle -> {
            Expiry expiry = new Expiry(handle, account);
            Duration text = retention.itemText();
            Duration author = retention.author();
            int items = text == null ? 0 : expiry.items(now.minus(text), AT_ONCE);
            List<String> authors = author == null ? List.of() : expiry.authors(now.minus(author), AT_ONCE);
            List<Change> changes = new ArrayList<>();
            authors.forEach(id -> changes.add(new Change.AuthorForgotten(account.id(), new RemoteId(id))));
            participants.announce(account.workspace(), changes);
            boolean more = items >= AT_ONCE || authors.size() >= AT_ONCE;
            lease.settle(new Settlement.Again(more ? now : now.plus(PAUSE), false, ""));
        });
        return Settlement.settled();
    }
}
