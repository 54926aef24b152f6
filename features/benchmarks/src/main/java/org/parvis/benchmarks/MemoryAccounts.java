package org.parvis.benchmarks;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;

/** The few accounts of a benchmark; looking one up is not what is measured. */
record MemoryAccounts(List<LinkedAccount> linked) implements Accounts {
    @Override
    public Optional<LinkedAccount> find(WorkspaceId workspace, AccountId account) {
        return linked.stream()
                .filter(a -> a.id().equals(account) && a.workspace().equals(workspace))
                .findFirst();
    }

    @Override
    public List<LinkedAccount> find(WorkspaceId workspace, Collection<AccountId> accounts) {
        return linked.stream().filter(a -> accounts.contains(a.id())).toList();
    }

    @Override
    public Optional<LinkedAccount> findEvenUnlinked(WorkspaceId workspace, AccountId account) {
        return find(workspace, account);
    }

    @Override
    public LinkedAccount require(Caller caller, AccountId account, Right right) {
        return find(caller.workspace(), account).orElseThrow();
    }

    @Override
    public List<LinkedAccount> all(Caller caller, Right right) {
        return linked;
    }

    @Override
    public List<LinkedAccount> findByRemoteId(NetworkId network, RemoteId remoteId) {
        return linked.stream().filter(a -> a.remoteId().equals(remoteId)).toList();
    }

    @Override
    public void synchronised(WorkspaceId workspace, AccountId account, Instant at) {
        // A benchmark's feed never ends.
    }
}
