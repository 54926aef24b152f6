package org.parvis.analytics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Settlement;
import org.parvis.store.Database;

/**
 * Sees to it that figures are kept no longer than their network's terms allow: once a day for each account, also for one
 * that does not work any more or was unlinked. A handling deletes a bounded number and goes on at once while there is more.
 */
@Component(service = ObligationHandler.class)
public final class FigureExpiryHandler implements ObligationHandler {
    static final String KIND = "analytics.expire";
    private static final int AT_ONCE = 1_000;
    private static final Duration PAUSE = Duration.ofDays(1);

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final Clock clock;

    @Activate
    public FigureExpiryHandler(
            @Reference(target = "(schema=analytics)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.clock = clock;
    }

    static NewObligation obligation(LinkedAccount account, Instant due) {
        String key = account.id().toString();
        return new NewObligation(
                KIND, key, key + ":expire", account.workspace(), account.id(), account.network(), "{}", due);
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
        Duration kept = calls.descriptor(account.network()).retention().metrics();
        Instant now = clock.instant();
        database.useWorkspace(account.workspace(), handle -> {
            int deleted = kept == null ? 0 : FigureExpiry.delete(handle, account, now.minus(kept), AT_ONCE);
            lease.settle(new Settlement.Again(deleted >= AT_ONCE ? now : now.plus(PAUSE), false, ""));
        });
        return Settlement.settled();
    }
}
