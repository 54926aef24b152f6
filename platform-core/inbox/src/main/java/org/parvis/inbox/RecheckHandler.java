package org.parvis.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.Purpose;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.call.PollingPace;
import org.parvis.engine.outbox.AccountWork;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.InboxSource;
import org.parvis.spi.KnownItem;
import org.parvis.spi.NetworkException;
import org.parvis.store.Database;

/**
 * Looks again at what is known, for edits and deletions that no network tells of by itself. One recurring obligation for each
 * account; each handling asks about a bounded number of messages and commits what it learned together with how far it came.
 */
@Component(service = ObligationHandler.class, configurationPid = "org.parvis.inbox")
public final class RecheckHandler implements ObligationHandler {
    static final String KIND = "inbox.recheck";
    /** What a network is asked about at once, by the SPI. */
    private static final int PORTION = 100;
    /** Where budgets are short, edits may wait a day for their turn; what is new may not. */
    private static final int RAREST = 24;

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final PollingPace pace;
    private final RetryPolicy retries;
    private final Ingest ingest;
    private final Clock clock;
    private volatile Duration interval;
    private volatile Duration age;
    private volatile Duration reach;
    private volatile int budget;

    @Activate
    public RecheckHandler(
            @Reference(target = "(schema=inbox)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference PollingPace pace,
            @Reference RetryPolicy retries,
            @Reference Ingest ingest,
            @Reference(target = "(clock=business)") Clock clock,
            InboxSettings settings) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.pace = pace;
        this.retries = retries;
        this.ingest = ingest;
        this.clock = clock;
        this.interval = Duration.parse(settings.recheck_interval());
        this.age = Duration.parse(settings.recheck_age());
        this.reach = Duration.parse(settings.recheck_reach());
        this.budget = settings.recheck_items();
    }

    @Modified
    void configure(InboxSettings settings) {
        interval = Duration.parse(settings.recheck_interval());
        age = Duration.parse(settings.recheck_age());
        reach = Duration.parse(settings.recheck_reach());
        budget = settings.recheck_items();
    }

    @Override
    public Set<String> kinds() {
        return Set.of(KIND);
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        return AccountWork.handle(obligation, accounts, retries, account -> look(account, lease));
    }

    private Settlement look(LinkedAccount account, Lease lease) throws NetworkException {
        Instant now = clock.instant();
        Instant visible = now.minus(calls.descriptor(account.network()).visibilityWindow());
        Recheck.Span span = new Recheck.Span(now.minus(age), now.minus(reach), visible);
        Recheck.Turn turn =
                database.inWorkspace(account.workspace(), handle -> Recheck.turn(handle, account, span, budget));
        List<InboxItem> changed = new ArrayList<>();
        List<RemoteId> removed = new ArrayList<>();
        for (List<KnownItem> portion : Recheck.portions(turn.items(), PORTION)) {
            InboxSource.Recheck seen = ask(account, portion);
            changed.addAll(seen.changed());
            removed.addAll(seen.removed());
        }
        database.useWorkspace(account.workspace(), handle -> {
            ingest.take(handle, account, Delivery.of(KIND, new InboxSource.Recheck(changed, removed)));
            Recheck.goOn(handle, account, turn.next());
            Duration pause = pace.pause(job(account), interval, interval.multipliedBy(RAREST));
            lease.settle(new Settlement.Again(now.plus(pause), false, ""));
        });
        return Settlement.settled();
    }

    private static IdempotencyKey job(LinkedAccount account) {
        return new IdempotencyKey("recheck:" + account.id());
    }

    private InboxSource.Recheck ask(LinkedAccount account, List<KnownItem> items) throws NetworkException {
        return calls.call(account, CallKind.READ, Purpose.POLLING, job(account), (plugin, call) -> {
            InboxSource source = plugin.inboxSource()
                    .orElseThrow(() ->
                            new NetworkException(ErrorKind.DEFECT, "The plugin lacks what its descriptor declares"));
            return source.recheckItems(call, items);
        });
    }
}
