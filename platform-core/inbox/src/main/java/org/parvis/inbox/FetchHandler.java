package org.parvis.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.api.network.Purpose;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.call.PollingPace;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.AccountId;
import org.parvis.model.ErrorKind;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.TimelineSource;
import org.parvis.store.Database;

/**
 * Fetches the feeds: one recurring obligation for each feed of each account. A handling fetches one page and commits it
 * together with the cursor behind it and with when to go on, so whatever dies in between fetches the same page again, which
 * changes nothing.
 */
@Component(
        service = {ObligationHandler.class, ChangeParticipant.class, FetchHandler.class},
        configurationPid = "org.parvis.inbox",
        property = ChangeParticipant.NAME + "=inbox.feeds")
@Designate(ocd = InboxSettings.class)
public final class FetchHandler implements ObligationHandler, ChangeParticipant {
    static final String FETCH = "inbox.fetch";
    private static final int MAX_CURSOR = 2_048;
    /** Where a feed has no cursor to go on from, it is read again from a little before. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final Outbox outbox;
    private final RetryPolicy retries;
    private final Ingest ingest;
    private final Clock clock;
    private volatile InboxSettings settings;
    private final PollingPace pace;
    private volatile Cadence cadence;
    private volatile Duration latest;

    @Activate
    public FetchHandler(
            @Reference(target = "(schema=inbox)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference PollingPace pace,
            @Reference Outbox outbox,
            @Reference RetryPolicy retries,
            @Reference Ingest ingest,
            @Reference(target = "(clock=business)") Clock clock,
            InboxSettings settings) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.pace = pace;
        this.outbox = outbox;
        this.retries = retries;
        this.ingest = ingest;
        this.clock = clock;
        this.settings = settings;
        this.cadence = Cadence.of(settings);
        this.latest = Duration.parse(settings.poll_latest());
    }

    /** It goes on hearing of changes meanwhile; what is planned already comes at the time it was given. */
    @Modified
    void configure(InboxSettings present) {
        settings = present;
        cadence = Cadence.of(present);
        latest = Duration.parse(present.poll_latest());
    }

    /** A page of whatever feed. */
    private record Page(Delivery delivery, @Nullable String next, boolean complete) {}

    @Override
    public Set<String> kinds() {
        return Set.of(FETCH);
    }

    @Override
    public void changed(WorkspaceId workspace, List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.AccountLinked linked) {
                accounts.find(workspace, linked.account())
                        .ifPresent(account -> database.useWorkspace(workspace, handle -> begin(handle, account)));
            } else if (change instanceof Change.AccountUnlinked unlinked) {
                database.useWorkspace(workspace, handle -> end(handle, workspace, unlinked.account()));
            }
        }
    }

    /** Sees to it that all feeds of the account are fetched, now. */
    void begin(Handle handle, LinkedAccount account) {
        List<String> feeds = Feeds.of(calls.descriptor(account.network()));
        Feeds.ensure(handle, account, feeds, cadence.shortest());
        Instant now = clock.instant();
        List<NewObligation> obligations = new ArrayList<>();
        for (String feed : feeds) {
            obligations.add(obligation(account, FETCH, key(account, feed), now));
        }
        if (feeds.stream().anyMatch(feed -> !feed.equals(Feeds.TIMELINE))) {
            Instant recheck = now.plus(Duration.parse(settings.recheck_interval()));
            obligations.add(
                    obligation(account, RecheckHandler.KIND, account.id().toString(), recheck));
        }
        obligations.add(obligation(account, ExpiryHandler.KIND, account.id().toString(), now));
        outbox.addAll(obligations);
        feeds.forEach(feed -> outbox.reschedule(account.workspace(), FETCH, key(account, feed), now));
    }

    /** Fetches one feed now. */
    void now(LinkedAccount account, String feed) {
        outbox.reschedule(account.workspace(), FETCH, key(account, feed), clock.instant());
    }

    /** What is kept goes on ending when its time has come; all work of the account was taken away before. */
    private void end(Handle handle, WorkspaceId workspace, AccountId account) {
        Feeds.read(handle, List.of(account.value()))
                .forEach(state -> outbox.withdraw(workspace, FETCH, account + ":" + state.feed()));
        outbox.withdraw(workspace, RecheckHandler.KIND, account.toString());
        accounts.findEvenUnlinked(workspace, account)
                .ifPresent(
                        kept -> outbox.add(obligation(kept, ExpiryHandler.KIND, account.toString(), clock.instant())));
    }

    private static NewObligation obligation(LinkedAccount account, String kind, String key, Instant due) {
        return new NewObligation(kind, key, key, account.workspace(), account.id(), account.network(), "{}", due);
    }

    private static String key(LinkedAccount account, String feed) {
        return account.id() + ":" + feed;
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        Optional<LinkedAccount> found = accounts.find(
                obligation.workspace(), Objects.requireNonNull(obligation.account(), "an account's obligation"));
        if (found.isEmpty()) {
            return Settlement.done();
        }
        LinkedAccount account = found.get();
        if (!account.works()) {
            return new Settlement.Waiting(Settlement.WaitingFor.PERSON, "The account is " + account.state());
        }
        String feed = obligation.key().substring(obligation.key().lastIndexOf(':') + 1);
        try {
            return fetch(account, feed, lease);
        } catch (NetworkAbsentException absent) {
            Settlement waiting =
                    new Settlement.Waiting(Settlement.WaitingFor.NETWORK, String.valueOf(absent.getMessage()));
            return failed(account, feed, waiting, String.valueOf(absent.getMessage()), lease);
        } catch (NetworkException failure) {
            Settlement settlement = stubborn(retries.afterFailure(obligation, failure));
            return failed(account, feed, settlement, String.valueOf(failure.getMessage()), lease);
        }
    }

    /** A feed is never given up: what a network refuses today it may grant tomorrow, and nobody would notice the silence. */
    private Settlement stubborn(Settlement settlement) {
        return settlement instanceof Settlement.Dead dead
                ? new Settlement.Again(clock.instant().plus(cadence.longest()), false, dead.reason())
                : settlement;
    }

    private Settlement failed(LinkedAccount account, String feed, Settlement settlement, String reason, Lease lease) {
        database.useWorkspace(account.workspace(), handle -> {
            Feeds.reason(handle, account.id(), feed, Repair.text(reason).value());
            lease.settle(settlement);
        });
        return Settlement.settled();
    }

    private Settlement fetch(LinkedAccount account, String feed, Lease lease) throws NetworkException {
        Optional<Feeds.State> known =
                database.inWorkspace(account.workspace(), handle -> Feeds.read(handle, account.id(), feed, false));
        if (known.isEmpty()) {
            return Settlement.done();
        }
        Feeds.State state = known.get();
        Instant began = clock.instant();
        Page page;
        try {
            page = page(account, state);
        } catch (NetworkException failure) {
            if (failure.kind() != ErrorKind.CURSOR_INVALID || state.position() == null) {
                throw failure;
            }
            page = null;
        }
        Page fetched = page;
        database.useWorkspace(account.workspace(), handle -> {
            Feeds.State current = Feeds.read(handle, account.id(), feed, true).orElseThrow();
            if (fetched == null) {
                Feeds.write(handle, restarted(current));
                lease.settle(new Settlement.Again(began, false, "The network no longer knows the cursor"));
                return;
            }
            int added = ingest.take(handle, account, fetched.delivery());
            Feeds.State next = advanced(current, fetched, began, added > 0);
            if (!next.equals(current)) {
                Feeds.write(handle, next);
            }
            lease.settle(new Settlement.Again(due(handle, account, next), false, ""));
        });
        return Settlement.settled();
    }

    private Page page(LinkedAccount account, Feeds.State state) throws NetworkException {
        FetchWindow window = new FetchWindow(state.position(), state.since(), settings.page_limit());
        Page page = calls.call(
                account,
                CallKind.READ,
                Purpose.POLLING,
                job(state),
                (plugin, call) -> ask(plugin, call, state.feed(), window));
        String next = page.next();
        if (next != null && (next.length() > MAX_CURSOR || !Repair.storable(next))) {
            throw new NetworkException(ErrorKind.DEFECT, "The plugin gave a cursor that cannot be stored");
        }
        return page;
    }

    /** By this the budgets learn what a round of the feed costs. */
    private static IdempotencyKey job(Feeds.State state) {
        return new IdempotencyKey("fetch:" + state.account() + ":" + state.feed());
    }

    private static Page ask(NetworkPlugin plugin, NetworkCall call, String feed, FetchWindow window)
            throws NetworkException {
        if (feed.equals(Feeds.TIMELINE)) {
            TimelineSource source = plugin.timelineSource().orElseThrow(FetchHandler::facetMissing);
            TimelineSource.TimelinePage page = source.fetch(call, window);
            return new Page(Delivery.of(feed, page), page.nextCursor(), page.complete());
        }
        InboxSource source = plugin.inboxSource().orElseThrow(FetchHandler::facetMissing);
        var page = source.fetch(call, InboxFeed.valueOf(feed), window);
        return new Page(Delivery.of(feed, page), page.nextCursor(), page.complete());
    }

    private static NetworkException facetMissing() {
        return new NetworkException(ErrorKind.DEFECT, "The plugin lacks what its descriptor declares");
    }

    private static Feeds.State restarted(Feeds.State state) {
        Instant covered = state.coveredUntil();
        return new Feeds.State(
                state.account(),
                state.feed(),
                null,
                covered == null ? null : covered.minus(OVERLAP),
                null,
                state.roundNews(),
                state.requestedAt(),
                covered,
                state.completedAt(),
                state.pause(),
                "",
                state.newsAt(),
                state.pushedAt());
    }

    private Feeds.State advanced(Feeds.State state, Page page, Instant began, boolean news) {
        Instant roundBegan = state.roundBeganAt() == null ? began : state.roundBeganAt();
        boolean roundNews = state.roundNews() || news;
        boolean standsStill = page.next() == null || (page.next().equals(state.position()) && !news);
        if (!page.complete() && !standsStill) {
            return new Feeds.State(
                    state.account(),
                    state.feed(),
                    page.next(),
                    state.since(),
                    roundBegan,
                    roundNews,
                    state.requestedAt(),
                    state.coveredUntil(),
                    state.completedAt(),
                    state.pause(),
                    "",
                    state.newsAt(),
                    state.pushedAt());
        }
        Instant now = clock.instant();
        Instant newsAt = roundNews ? now : state.newsAt();
        Duration pause = pace.pause(job(state), cadence.pause(newsAt, state.pushedAt(), now), latest);
        Instant since = page.next() == null ? roundBegan.minus(OVERLAP) : state.since();
        return new Feeds.State(
                state.account(),
                state.feed(),
                page.next(),
                since,
                null,
                false,
                state.requestedAt(),
                roundBegan,
                now,
                pause,
                "",
                newsAt,
                state.pushedAt());
    }

    private Instant due(Handle handle, LinkedAccount account, Feeds.State state) {
        Instant now = clock.instant();
        if (state.roundBeganAt() != null || !state.complete()) {
            return now;
        }
        Feeds.coveredUntil(Feeds.read(handle, List.of(state.account())))
                .ifPresent(at -> accounts.synchronised(account.workspace(), account.id(), at));
        return now.plus(state.pause());
    }
}
