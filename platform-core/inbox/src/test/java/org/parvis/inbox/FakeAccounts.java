package org.parvis.inbox;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;

/** Accounts by the same rules as the engine's, in memory. */
final class FakeAccounts implements Accounts {
    final Map<AccountId, LinkedAccount> linked = new LinkedHashMap<>();
    final Map<AccountId, LinkedAccount> unlinked = new LinkedHashMap<>();
    final Map<AccountId, Instant> synchronised = new LinkedHashMap<>();

    @Override
    public Optional<LinkedAccount> find(WorkspaceId workspace, AccountId account) {
        return Optional.ofNullable(linked.get(account))
                .filter(a -> a.workspace().equals(workspace));
    }

    @Override
    public List<LinkedAccount> find(WorkspaceId workspace, Collection<AccountId> accounts) {
        return accounts.stream().flatMap(a -> find(workspace, a).stream()).toList();
    }

    @Override
    public Optional<LinkedAccount> findEvenUnlinked(WorkspaceId workspace, AccountId account) {
        return find(workspace, account)
                .or(() -> Optional.ofNullable(unlinked.get(account))
                        .filter(a -> a.workspace().equals(workspace)));
    }

    @Override
    public LinkedAccount require(Caller caller, AccountId account, Right right) {
        LinkedAccount found = find(caller.workspace(), account).orElseThrow(() -> ProblemException.notFound("account"));
        caller.require(right, found.brand());
        return found;
    }

    @Override
    public List<LinkedAccount> all(Caller caller, Right right) {
        return linked.values().stream()
                .filter(a -> a.workspace().equals(caller.workspace()) && caller.may(right, a.brand()))
                .toList();
    }

    @Override
    public List<LinkedAccount> findByRemoteId(NetworkId network, RemoteId remoteId) {
        return linked.values().stream()
                .filter(a -> a.network().equals(network) && a.remoteId().equals(remoteId))
                .toList();
    }

    @Override
    public void synchronised(WorkspaceId workspace, AccountId account, Instant at) {
        synchronised.put(account, at);
    }
}
