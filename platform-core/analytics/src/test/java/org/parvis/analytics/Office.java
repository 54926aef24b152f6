package org.parvis.analytics;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

/** One workspace with one linked account, on a real database. */
final class Office implements Accounts {
    final WorkspaceId workspace = new WorkspaceId(Identifiers.next());
    final BrandId brand = new BrandId(Identifiers.next());
    final AccountId account = new AccountId(Identifiers.next());
    final NetworkId network = new NetworkId("probe");
    final Caller operator = Caller.operator(workspace, "test");
    AccountState state = AccountState.OK;
    boolean unlinked;
    FactKeeper facts;
    private final TestDatabase test;

    Office(TestDatabase test) {
        this.test = test;
    }

    /** Once the database is there. */
    Office open() {
        execute("insert into workspace.workspace (id, name, created_at) values ('" + workspace + "', 'W', now())");
        execute("insert into workspace.brand (id, workspace_id, name) values ('" + brand + "', '" + workspace
                + "', 'B')");
        execute(
                "insert into engine.account (id, workspace_id, brand_id, network, remote_id, handle, display_name, linked_at)"
                        + " values ('" + account + "', '" + workspace + "', '" + brand
                        + "', 'probe', '900', 'b', 'B', now())");
        return this;
    }

    private LinkedAccount linked() {
        return new LinkedAccount(
                workspace, brand, account, network, new RemoteId("900"), "brand", "Brand", "default", null, state);
    }

    private void execute(String sql) {
        try (Connection connection = test.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public Optional<LinkedAccount> find(WorkspaceId about, AccountId id) {
        return findEvenUnlinked(about, id).filter(a -> !unlinked);
    }

    @Override
    public Optional<LinkedAccount> findEvenUnlinked(WorkspaceId about, AccountId id) {
        return Optional.of(linked()).filter(a -> a.workspace().equals(about) && a.id().equals(id));
    }

    @Override
    public List<LinkedAccount> find(WorkspaceId about, Collection<AccountId> ids) {
        return ids.stream().flatMap(id -> find(about, id).stream()).toList();
    }

    @Override
    public LinkedAccount require(Caller caller, AccountId id, Right right) {
        return find(caller.workspace(), id).orElseThrow(() -> ProblemException.notFound("account"));
    }

    @Override
    public List<LinkedAccount> all(Caller caller, Right right) {
        return find(caller.workspace(), List.of(account));
    }

    @Override
    public List<LinkedAccount> findByRemoteId(NetworkId about, RemoteId remoteId) {
        return List.of(linked());
    }

    @Override
    public void synchronised(WorkspaceId about, AccountId id, Instant at) {}
}
