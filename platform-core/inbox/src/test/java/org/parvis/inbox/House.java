package org.parvis.inbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.analytics.FactAnalyticsService;
import org.parvis.analytics.FactKeeper;
import org.parvis.api.analytics.FigureQuery;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.api.hint.Hint;
import org.parvis.api.workspace.Caller;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

/**
 * One workspace with a brand, with the real inbox and the real analytics on a real database; publishing is played by a
 * participant that announces each post as published, once.
 */
final class House {
    static final NetworkId NETWORK = new NetworkId("probe");

    final TestDatabase test;
    final Database database;
    final VirtualClock clock = new VirtualClock();
    final FakeAccounts accounts = new FakeAccounts();
    final List<Change> heard = new ArrayList<>();
    final List<Hint> hints = new ArrayList<>();
    final WorkspaceId workspace = new WorkspaceId(Identifiers.next());
    final BrandId brand = new BrandId(Identifiers.next());
    final Caller operator = Caller.operator(workspace, "test");
    final Ingest ingest;
    final FactAnalyticsService analytics;

    @Nullable
    ChangeParticipant saboteur;

    private final FactKeeper facts;

    House(TestDatabase test) {
        this.test = test;
        this.database = test.database();
        facts = new FactKeeper(database, clock);
        ingest = new Ingest(this::announce, hints::add, clock);
        analytics = new FactAnalyticsService(database, accounts);
        execute("insert into workspace.workspace (id, name, created_at) values ('" + workspace + "', 'W', now())");
        execute("insert into workspace.brand (id, workspace_id, name) values ('" + brand + "', '" + workspace
                + "', 'B')");
    }

    LinkedAccount link(String remoteId, String handle) {
        return link(remoteId, handle, 0);
    }

    /** The same remote account may be linked on several networks at once, for tests that need many worlds. */
    LinkedAccount link(String remoteId, String handle, int world) {
        String network = world == 0 ? NETWORK.value() : NETWORK.value() + world;
        LinkedAccount account = new LinkedAccount(
                workspace,
                brand,
                new AccountId(Identifiers.next()),
                new NetworkId(network),
                new RemoteId(remoteId),
                handle,
                handle,
                "default",
                null,
                AccountState.OK);
        execute(
                "insert into engine.account (id, workspace_id, brand_id, network, remote_id, handle, display_name, linked_at)"
                        + " values ('" + account.id() + "', '" + workspace + "', '" + brand + "', '" + network + "', '"
                        + remoteId + "', '"
                        + handle + "', '" + handle + "', now())");
        accounts.linked.put(account.id(), account);
        return account;
    }

    /** As the engine does it, before anybody is told. */
    void unlink(LinkedAccount account, FakeOutbox outbox) {
        outbox.withdrawAll(workspace, account.id());
        accounts.unlinked.put(account.id(), accounts.linked.remove(account.id()));
    }

    int take(LinkedAccount account, Delivery delivery) {
        return database.inWorkspace(workspace, handle -> ingest.take(handle, account, delivery));
    }

    ResponseTimes figures(LinkedAccount account) {
        return analytics.responseTimes(operator, FigureQuery.all()).get(account.id());
    }

    void announce(WorkspaceId about, List<Change> changes) {
        heard.addAll(changes);
        facts.changed(about, changes);
        List<Change> published = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Change.PostSeen seen) {
                RemotePost post = seen.post();
                UUID id = UUID.nameUUIDFromBytes(
                        (seen.account() + post.id().value()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                published.add(new Change.PublicationPublished(
                        seen.account(), new PublicationId(id), post.id(), post.publishedAt()));
            }
        }
        facts.changed(about, published);
        if (saboteur != null) {
            saboteur.changed(about, changes);
        }
    }

    void execute(String sql) {
        try (Connection connection = test.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of the first row, as text. */
    @Nullable
    String value(String sql) {
        try (Connection connection = test.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
