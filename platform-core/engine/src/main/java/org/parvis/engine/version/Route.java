package org.parvis.engine.version;

import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;

/**
 * Which version of a network serves which account. An account always meets the same version as long as the route stays: its
 * place among the hundred is taken from its id.
 *
 * @param version serves everybody whom the canary does not
 * @param canary the newer version that serves some; null for none
 * @param share of the accounts that the canary serves, in percent; its workspace apart
 * @param workspace whose accounts the canary serves whatever the share; null for none
 */
public record Route(
        String version,
        @Nullable String canary,
        int share,
        @Nullable WorkspaceId workspace) {
    public Route {
        if (share < 0 || share > 100) {
            throw new IllegalArgumentException("A share is between 0 and 100 percent, not " + share);
        }
    }

    /** Everybody is served by one version. */
    public static Route to(String version) {
        return new Route(version, null, 0, null);
    }

    /** The version that serves this account. */
    public String versionFor(WorkspaceId workspaceOfAccount, AccountId account) {
        return canary != null && (workspaceOfAccount.equals(workspace) || place(account) < share) ? canary : version;
    }

    /** Ids carry a time in front and chance at the end: the end is even. */
    private static int place(AccountId account) {
        return (int) Long.remainderUnsigned(account.value().getLeastSignificantBits(), 100);
    }
}
