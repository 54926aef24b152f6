package org.parvis.api.network;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.workspace.Caller;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;

/** The networks' budgets. Thread-safe. */
@ProviderType
public interface QuotaService {
    /**
     * Every budget that was used in its present window, by network, bucket and account. For the operator: not confined to a
     * workspace. Does not block.
     */
    List<QuotaState> quotas();

    /**
     * Those of the accounts that the caller may read, and those that these share with everybody because they are the
     * application's. Blocks for a read of the accounts.
     */
    List<QuotaState> quotas(Caller caller);

    /** How large each budget of each installed network is, in use or not. For the operator. Does not block. */
    List<QuotaLimit> limits();

    /**
     * Sets how large a budget is from now on, whatever the descriptor says; kept over restarts. What the network itself says of
     * its use goes on counting: of a larger limit, the share that it says is used.
     *
     * @param operator by name, for the audit trail
     * @param limit units per window; null to go back to what is declared
     * @param reserve percent of the limit that only publishing and replies may use; null to go back to what is usual
     * @throws org.parvis.api.ProblemException where there is no such budget, or a value is out of its range. Blocks
     */
    QuotaLimit override(
            String operator,
            NetworkId network,
            String bucket,
            QuotaRule.Scope scope,
            @Nullable Long limit,
            @Nullable Integer reserve);
}
