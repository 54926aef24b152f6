package org.parvis.engine.version;

import java.util.Set;
import org.parvis.model.Capability;
import org.parvis.model.NetworkState;

/**
 * One version of a network that is hosted, and what became of its calls since it came.
 *
 * @param version of the bundle
 * @param reason why it is in this state; empty when all is well
 * @param calls that ended, pure ones left out
 * @param failures those of them that may be the fault of plugin or network: not what content, rights or budgets forbid
 * @param capabilities what its descriptor declares; empty where that cannot be read
 */
public record HostedVersion(
        String version,
        NetworkState state,
        String reason,
        long calls,
        long failures,
        long running,
        Set<Capability> capabilities) {
    public HostedVersion {
        capabilities = Set.copyOf(capabilities);
    }

    /** The share of calls that failed, from 0 to 1; 0 before the first call. */
    public double failureRate() {
        return calls == 0 ? 0 : (double) failures / calls;
    }
}
