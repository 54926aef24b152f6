package org.parvis.api.network;

import java.util.List;
import java.util.Set;
import org.parvis.model.Capability;
import org.parvis.model.Violation;

/**
 * What installing a file would mean. Where it is refused, what could not be read is empty.
 *
 * @param replaces the version that runs; empty for none
 * @param signedBy the name of the key; empty where nothing signed it
 * @param hosts what it may talk to
 * @param scopes what it may ask accounts for
 * @param lost capabilities that the running version has and this one has not
 * @param gained the other way round
 * @param refusals why it would be refused: what is wrong, where, how to mend it; empty when it would not be
 */
public record NetworkProposal(
        String network,
        String version,
        String replaces,
        String signedBy,
        String sha256,
        Set<String> hosts,
        Set<String> scopes,
        Set<Capability> lost,
        Set<Capability> gained,
        List<Violation> refusals,
        List<String> warnings) {
    public NetworkProposal {
        hosts = Set.copyOf(hosts);
        scopes = Set.copyOf(scopes);
        lost = Set.copyOf(lost);
        gained = Set.copyOf(gained);
        refusals = List.copyOf(refusals);
        warnings = List.copyOf(warnings);
    }
}
