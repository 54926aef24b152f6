package org.parvis.engine.account;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;

/** The linked accounts, for the services. Blocking, thread-safe; joins the open transaction. */
@ProviderType
public interface Accounts {
    Optional<LinkedAccount> find(WorkspaceId workspace, AccountId account);

    List<LinkedAccount> find(WorkspaceId workspace, Collection<AccountId> accounts);

    /** As {@link #find}, also after it was unlinked: for what is kept of it. It does not work then. */
    Optional<LinkedAccount> findEvenUnlinked(WorkspaceId workspace, AccountId account);

    /** The account if the caller holds the right on its brand; else the problem that {@link Caller#require} names. */
    LinkedAccount require(Caller caller, AccountId account, Right right);

    /** All accounts of the workspace on whose brand the caller holds the right. */
    List<LinkedAccount> all(Caller caller, Right right);

    /** Every workspace's linkage of a remote account, for what networks push. */
    List<LinkedAccount> findByRemoteId(NetworkId network, RemoteId remoteId);

    /** Notes that everything was fetched to its present end. */
    void synchronised(WorkspaceId workspace, AccountId account, Instant at);
}
