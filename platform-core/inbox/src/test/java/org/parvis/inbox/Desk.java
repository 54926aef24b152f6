package org.parvis.inbox;

import java.lang.annotation.Annotation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.engine.call.PollingPace;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.ErrorKind;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.NetworkException;
import org.parvis.store.Database;
import org.parvis.store.TestDatabase;

/** A house with the whole inbox in it: service, handlers, an outbox and a network in memory. */
final class Desk implements RetryPolicy, AuditTrail {
    final House house;
    final FakeOutbox outbox = new FakeOutbox();
    final FakeNetwork network;
    /** What the budgets allow; everything, unless a test says otherwise. */
    PollingPace budgets = (job, wanted, latest) -> wanted;

    final PollingPace pace = (job, wanted, latest) -> budgets.pause(job, wanted, latest);
    final FetchHandler fetching;
    final RecheckHandler rechecks;
    final ExpiryHandler expiry;
    final ReplyHandler replies;
    final ActionHandler actions;
    final StoredInboxService inbox;
    final List<String> audit = new ArrayList<>();
    final Settings settings = new Settings();

    Desk(TestDatabase test) {
        house = new House(test);
        network = new FakeNetwork(house.clock);
        fetching = new FetchHandler(
                house.database, house.accounts, network, pace, outbox, this, house.ingest, house.clock, settings);
        rechecks = new RecheckHandler(
                house.database, house.accounts, network, pace, this, house.ingest, house.clock, settings);
        expiry = new ExpiryHandler(house.database, house.accounts, network, house::announce, house.clock);
        replies = new ReplyHandler(
                house.database,
                house.accounts,
                network,
                this,
                house.ingest,
                fetching,
                house.hints::add,
                house.clock,
                settings);
        actions = new ActionHandler(
                house.database, house.accounts, network, this, house.ingest, house.hints::add, house.clock);
        inbox = inbox(house.database);
    }

    /** The service over another view of the database. */
    StoredInboxService inbox(Database database) {
        return new StoredInboxService(
                database,
                house.accounts,
                outbox,
                house.ingest,
                fetching,
                new ReplyCheck(network),
                this,
                house.hints::add,
                house.clock);
    }

    /** Handles what is due, of all kinds, until nothing is. */
    void work() throws Exception {
        Instant now = house.clock.instant();
        outbox.run(fetching, now);
        outbox.run(replies, now);
        outbox.run(fetching, now);
        outbox.run(actions, now);
    }

    @Override
    public Settlement afterFailure(Obligation obligation, NetworkException failure) {
        return failure.kind() == ErrorKind.MISCONFIGURED
                ? new Settlement.Dead("dead")
                : new Settlement.Again(
                        house.clock.instant().plusSeconds(60), true, String.valueOf(failure.getMessage()));
    }

    @Override
    public void record(Caller caller, String action, String subject, Map<String, String> details) {
        audit.add(action);
    }

    @Override
    public void recordSystem(
            @Nullable WorkspaceId workspace, String actor, String action, String subject, Map<String, String> details) {
        audit.add(action);
    }

    @Override
    public Slice<Entry> entries(Caller caller, PageRequest page) {
        return new Slice<>(List.of(), null);
    }

    @Override
    public Optional<Long> firstBrokenLink(Caller caller) {
        return Optional.empty();
    }

    /** The defaults, with small pages. */
    static final class Settings implements InboxSettings {
        String lateness = "P1D";

        @Override
        public String poll_minimum() {
            return "PT1M";
        }

        @Override
        public String poll_maximum() {
            return "PT15M";
        }

        @Override
        public String poll_pushed() {
            return "PT1H";
        }

        @Override
        public String poll_latest() {
            return "PT4H";
        }

        @Override
        public int page_limit() {
            return 2;
        }

        @Override
        public String recheck_interval() {
            return "PT1H";
        }

        @Override
        public int recheck_items() {
            return 4;
        }

        @Override
        public String recheck_age() {
            return "P3D";
        }

        @Override
        public String recheck_reach() {
            return "P30D";
        }

        @Override
        public String lateness() {
            return lateness;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return InboxSettings.class;
        }
    }
}
