package org.parvis.engine.standing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.WorkspaceId;

/**
 * Changes how accounts stand when networks say so. Every change writes the audit trail and sends a hint; saying the same
 * again changes nothing. Thread-safe; blocks for one transaction, joins an open one of the same workspace.
 */
public interface AccountStates {
    /** The network refuses the authorisation: the account and all that share the authorisation must be linked again. */
    void relinkRequired(WorkspaceId workspace, AccountId account, String reason);

    /** As {@link #relinkRequired}, by the authorisation itself. */
    void authorisationEnded(WorkspaceId workspace, UUID authorisation, String reason);

    /** The authorisation ends soon and only a person can prolong it. */
    void expiring(WorkspaceId workspace, UUID authorisation, String reason);

    /** An authorisation that was about to end does so no longer. */
    void lasting(WorkspaceId workspace, UUID authorisation);

    /**
     * The network accepts the authorisation after all: the account and all that share it work again. What was not given up
     * stays as it is.
     *
     * @return those that changed
     */
    List<AccountId> accepted(WorkspaceId workspace, AccountId account);

    /** A permission is missing. */
    void limited(WorkspaceId workspace, AccountId account, Optional<Capability> capability, String reason);
}
