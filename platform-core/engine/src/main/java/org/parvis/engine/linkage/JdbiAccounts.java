package org.parvis.engine.linkage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/** {@link Accounts} in the account table; what was unlinked is found only by who asks for that. */
@Component
public final class JdbiAccounts implements Accounts {
    private static final String SELECT = "select " + AccountRow.COLUMNS + " from engine.account ";

    private final Database database;

    @Activate
    public JdbiAccounts(@Reference(target = "(schema=engine)") Database database) {
        this.database = database;
    }

    @Override
    public Optional<LinkedAccount> find(WorkspaceId workspace, AccountId account) {
        return find(workspace, List.of(account)).stream().findFirst();
    }

    @Override
    public List<LinkedAccount> find(WorkspaceId workspace, Collection<AccountId> accounts) {
        return database.inWorkspace(
                workspace,
                handle -> handle.createQuery(
                                SELECT
                                        + "where workspace_id = :workspace and id = any (:ids) and unlinked_at is null order by id")
                        .bind("workspace", workspace)
                        .bind("ids", accounts.stream().map(AccountId::value).toArray(UUID[]::new))
                        .map(AccountRow.MAPPER)
                        .map(AccountRow::linked)
                        .list());
    }

    @Override
    public Optional<LinkedAccount> findEvenUnlinked(WorkspaceId workspace, AccountId account) {
        return database.inWorkspace(
                workspace,
                handle -> handle.createQuery(SELECT + "where workspace_id = :workspace and id = :id")
                        .bind("workspace", workspace)
                        .bind("id", account)
                        .map(AccountRow.MAPPER)
                        .map(AccountRow::linked)
                        .findOne());
    }

    @Override
    public LinkedAccount require(Caller caller, AccountId account, Right right) {
        LinkedAccount found = find(caller.workspace(), account).orElseThrow(() -> ProblemException.notFound("account"));
        if (!caller.may(Right.READ, found.brand())) {
            throw ProblemException.notFound("account");
        }
        caller.require(right, found.brand());
        return found;
    }

    @Override
    public List<LinkedAccount> all(Caller caller, Right right) {
        return database
                .inWorkspace(
                        caller.workspace(),
                        handle -> handle.createQuery(
                                        SELECT
                                                + "where workspace_id = :workspace and unlinked_at is null order by linked_at, id")
                                .bind("workspace", caller.workspace())
                                .map(AccountRow.MAPPER)
                                .map(AccountRow::linked)
                                .list())
                .stream()
                .filter(account -> caller.may(right, account.brand()))
                .toList();
    }

    @Override
    public List<LinkedAccount> findByRemoteId(NetworkId network, RemoteId remoteId) {
        return database.inSystem(handle -> handle.createQuery(
                        SELECT + "where network = :network and remote_id = :remote and unlinked_at is null order by id")
                .bind("network", network.value())
                .bind("remote", remoteId.value())
                .map(AccountRow.MAPPER)
                .map(AccountRow::linked)
                .list());
    }

    @Override
    public void synchronised(WorkspaceId workspace, AccountId account, Instant at) {
        database.useWorkspace(
                workspace,
                handle -> handle.createUpdate("""
                        update engine.account set synchronised_at = greatest(synchronised_at, :at)
                        where id = :id and workspace_id = :workspace
                        """)
                        .bind("at", at)
                        .bind("id", account)
                        .bind("workspace", workspace)
                        .execute());
    }
}
