package org.parvis.publishing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.change.Change;
import org.parvis.api.publishing.NewPost;
import org.parvis.api.publishing.PostView;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.LeaseLostException;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/**
 * A workspace with one account on a fake network, a real database, a clock that stands until it is stepped, and an outbox
 * whose obligations are handled when the test says so.
 */
final class World implements Outbox, Accounts, AuditTrail {
    final SteppedClock clock = new SteppedClock();
    final FakeNetwork network = new FakeNetwork(clock);
    final WorkspaceId workspace = new WorkspaceId(Identifiers.next());
    final BrandId brand = new BrandId(Identifiers.next());
    final AccountId accountId = new AccountId(Identifiers.next());
    final Caller caller = Caller.operator(workspace, "tester");
    final List<Change> changes = new ArrayList<>();
    final List<String> audited = new ArrayList<>();
    final Map<String, NewObligation> obligations = new LinkedHashMap<>();
    AccountState accountState = AccountState.OK;
    boolean linked = true;
    boolean leaseLost;
    final Database database;
    final OutboxPublishingService service;
    final PublishHandler publishing;
    final RetractHandler retracting;
    final TimelinePosts timeline;
    final FakeLibrary library = new FakeLibrary();
    final CommentHandler commenting;
    final EditHandler editing;

    World(Database database, DataSource owner) throws SQLException {
        this.database = database;
        RetryPolicy retries = (obligation, failure) ->
                new Settlement.Again(clock.instant().plusSeconds(30), true, String.valueOf(failure.getMessage()));
        service = new OutboxPublishingService(
                database, this, this, network, this, clock, (w, c) -> changes.addAll(c), hint -> {}, library);
        PublishingSettings settings =
                new PublishingSettings(Duration.ofHours(12), Duration.ofSeconds(5), Duration.ofMinutes(1), 3);
        commenting = new CommentHandler(
                database,
                this,
                network,
                retries,
                clock,
                new Steps(clock, (w, c) -> changes.addAll(c), hint -> {}),
                settings);
        editing = new EditHandler(
                database, this, network, retries, clock, (w, c) -> changes.addAll(c), hint -> {}, library);
        publishing = new PublishHandler(
                database,
                this,
                network,
                retries,
                clock,
                new Steps(clock, (w, c) -> changes.addAll(c), hint -> {}),
                new AttachedMedia(library),
                new FollowUps(this, clock),
                settings);
        retracting =
                new RetractHandler(database, this, network, retries, clock, (w, c) -> changes.addAll(c), hint -> {});
        timeline = new TimelinePosts(database, this, this, clock, (w, c) -> changes.addAll(c), hint -> {});
        arrange(owner);
    }

    private void arrange(DataSource owner) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            execute(
                    connection,
                    "insert into workspace.workspace (id, name, created_at) values (?, 'test', now())",
                    workspace.value());
            execute(
                    connection,
                    "insert into workspace.brand (id, workspace_id, name) values (?, ?, 'brand')",
                    brand.value(),
                    workspace.value());
            execute(
                    connection,
                    "insert into engine.account (id, workspace_id, brand_id, network, remote_id, handle,"
                            + " display_name, linked_at) values (?, ?, ?, 'fake', '1', 'acme', 'Acme', now())",
                    accountId.value(),
                    workspace.value(),
                    brand.value());
        }
    }

    private static void execute(Connection connection, String sql, UUID... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    NewPost newPost(String text) {
        return new NewPost(brand, text, List.of(new NewPost.Target(accountId, "text", "", Map.of())));
    }

    PublicationView scheduled(String text) {
        PostView draft =
                service.compose(caller, newPost(text), UUID.randomUUID().toString());
        return service.schedule(caller, draft.id(), null, draft.version())
                .publications()
                .get(0);
    }

    PublicationView look(PublicationId id) {
        return service.publication(caller, id);
    }

    /** Handles what is due, as often as it is due again, until nothing is. */
    void work() {
        for (int round = 0; round < 100; round++) {
            Optional<NewObligation> due = obligations.values().stream()
                    .filter(o -> !o.due().isAfter(clock.instant()))
                    .findFirst();
            if (due.isEmpty()) {
                return;
            }
            handle(due.get());
        }
        throw new AssertionError("An obligation never comes to rest: " + obligations);
    }

    void handle(NewObligation obligation) {
        Obligation claimed = new Obligation(
                Identifiers.next(),
                obligation.kind(),
                obligation.key(),
                workspace,
                accountId,
                FakeNetwork.ID,
                "{}",
                obligation.due(),
                1);
        TestLease lease = new TestLease(obligation);
        Settlement settlement = switch (obligation.kind()) {
            case PublishHandler.KIND -> publishing.handle(claimed, lease);
            case CommentHandler.KIND -> commenting.handle(claimed, lease);
            case EditHandler.KIND -> editing.handle(claimed, lease);
            default -> retracting.handle(claimed, lease);
        };
        if (!(settlement instanceof Settlement.Settled)) {
            lease.apply(settlement);
        }
    }

    private static String slot(String kind, String key) {
        return kind + " " + key;
    }

    /** Applies a settlement to the obligations in memory. */
    private final class TestLease implements Lease {
        private final NewObligation obligation;

        TestLease(NewObligation obligation) {
            this.obligation = obligation;
        }

        @Override
        public void assertHeld() {
            if (leaseLost) {
                throw new LeaseLostException();
            }
        }

        @Override
        public void settle(Settlement settlement) {
            assertHeld();
            database.afterCommit(() -> apply(settlement));
        }

        void apply(Settlement settlement) {
            String slot = slot(obligation.kind(), obligation.key());
            if (settlement instanceof Settlement.Again again) {
                obligations.put(slot, at(obligation, again.due()));
            } else if (settlement instanceof Settlement.Waiting) {
                obligations.put(slot, at(obligation, clock.instant().plus(Duration.ofHours(1))));
            } else {
                obligations.remove(slot);
            }
        }
    }

    private static NewObligation at(NewObligation o, Instant due) {
        return new NewObligation(
                o.kind(), o.key(), o.lane(), o.workspace(), o.account(), o.network(), o.payload(), due);
    }

    @Override
    public UUID add(NewObligation obligation) {
        obligations.putIfAbsent(slot(obligation.kind(), obligation.key()), obligation);
        return Identifiers.next();
    }

    @Override
    public void addAll(List<NewObligation> all) {
        all.forEach(this::add);
    }

    @Override
    public boolean reschedule(WorkspaceId in, String kind, String key, Instant due) {
        return obligations.computeIfPresent(slot(kind, key), (slot, o) -> at(o, due)) != null;
    }

    @Override
    public boolean withdraw(WorkspaceId in, String kind, String key) {
        return obligations.remove(slot(kind, key)) != null;
    }

    @Override
    public void withdrawAll(WorkspaceId in, AccountId account) {
        obligations.clear();
    }

    @Override
    public Optional<LinkedAccount> find(WorkspaceId in, AccountId account) {
        return linked && account.equals(accountId) ? Optional.of(account()) : Optional.empty();
    }

    @Override
    public Optional<LinkedAccount> findEvenUnlinked(WorkspaceId in, AccountId account) {
        return find(in, account);
    }

    LinkedAccount account() {
        return new LinkedAccount(
                workspace,
                brand,
                accountId,
                FakeNetwork.ID,
                new RemoteId("1"),
                "acme",
                "Acme",
                "default",
                null,
                accountState);
    }

    @Override
    public List<LinkedAccount> find(WorkspaceId in, Collection<AccountId> accounts) {
        return accounts.stream().flatMap(a -> find(in, a).stream()).toList();
    }

    @Override
    public LinkedAccount require(Caller who, AccountId account, Right right) {
        LinkedAccount found = find(who.workspace(), account)
                .filter(a -> who.workspace().equals(workspace))
                .orElseThrow(() -> org.parvis.api.ProblemException.notFound("account"));
        who.require(right, found.brand());
        return found;
    }

    @Override
    public List<LinkedAccount> all(Caller who, Right right) {
        return who.workspace().equals(workspace) && who.may(right, brand) ? List.of(account()) : List.of();
    }

    @Override
    public List<LinkedAccount> findByRemoteId(NetworkId id, RemoteId remoteId) {
        return List.of(account());
    }

    @Override
    public void synchronised(WorkspaceId in, AccountId account, Instant at) {}

    @Override
    public void record(Caller who, String action, String subject, Map<String, String> details) {
        audited.add(action);
    }

    @Override
    public void recordSystem(
            @Nullable WorkspaceId in, String actor, String action, String subject, Map<String, String> details) {}

    @Override
    public Slice<Entry> entries(Caller who, PageRequest page) {
        return new Slice<>(List.of(), null);
    }

    @Override
    public Optional<Long> firstBrokenLink(Caller who) {
        return Optional.empty();
    }

    /** Stands until it is stepped. */
    static final class SteppedClock extends Clock {
        private Instant now = Instant.parse("2026-11-02T09:00:00Z");

        void step(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
