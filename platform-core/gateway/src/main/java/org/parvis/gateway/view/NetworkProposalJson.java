package org.parvis.gateway.view;

import java.util.Collection;
import java.util.List;
import org.parvis.api.network.NetworkProposal;

/** What installing a file would mean. */
public record NetworkProposalJson(
        String network,
        String version,
        String replaces,
        String signedBy,
        String sha256,
        List<String> hosts,
        List<String> scopes,
        List<String> lost,
        List<String> gained,
        List<ViolationJson> refusals,
        List<String> warnings) {
    public static NetworkProposalJson of(NetworkProposal proposal) {
        return new NetworkProposalJson(
                proposal.network(),
                proposal.version(),
                proposal.replaces(),
                proposal.signedBy(),
                proposal.sha256(),
                proposal.hosts().stream().sorted().toList(),
                proposal.scopes().stream().sorted().toList(),
                names(proposal.lost()),
                names(proposal.gained()),
                proposal.refusals().stream().map(ViolationJson::of).toList(),
                proposal.warnings());
    }

    private static List<String> names(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).sorted().toList();
    }
}
