package org.parvis.api.network;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.WorkspaceId;

/**
 * A network as it is installed: its versions and who is served by which.
 *
 * @param version serves all accounts, those of the trial apart; empty where it was removed
 * @param trial the version that is tried out beside it; null for none
 * @param share of the accounts that the trial serves, in percent
 * @param workspace whose accounts the trial serves whatever the share; null for none
 * @param previous what a rollback would go back to; empty for nothing
 * @param origin where the version comes from
 * @param signedBy the name of the key; empty where nothing signed it
 * @param warnings what the operator should know as long as it stays so
 */
public record InstalledNetwork(
        NetworkId network,
        String version,
        @Nullable String trial,
        int share,
        @Nullable WorkspaceId workspace,
        String previous,
        Origin origin,
        String signedBy,
        boolean resting,
        List<Version> versions,
        List<String> warnings,
        Instant since) {
    public InstalledNetwork {
        versions = List.copyOf(versions);
        warnings = List.copyOf(warnings);
    }

    /** Where a version comes from. */
    public enum Origin {
        /** It came with the platform. */
        SHIPPED,
        SIGNED,
        /** Nobody vouches for it; the operator's setting allowed that. */
        UNSIGNED,
        /** It was removed. */
        REMOVED
    }

    /**
     * One version that runs, with what became of its calls since it started.
     *
     * @param failures calls that plugin or network failed, not those that content, rights or budgets forbid
     */
    public record Version(String version, NetworkState state, String reason, long calls, long failures, long running) {}
}
