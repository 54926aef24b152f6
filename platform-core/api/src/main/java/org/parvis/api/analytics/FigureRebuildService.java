package org.parvis.api.analytics;

import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;

/** Mends figures that are in doubt. Blocking for as long as it takes, thread-safe; writes the audit trail. */
@ProviderType
public interface FigureRebuildService {
    /**
     * Builds volumes and response times of an account anew from what inbox and publishing have, in one transaction: everybody
     * sees the old figures until it is done. What comes in for this account meanwhile waits. What the networks counted stays.
     * Needs {@code MANAGE_ACCOUNTS} on the account's brand.
     *
     * @return from how many facts
     */
    long rebuild(Caller caller, AccountId account);
}
