package org.parvis.installer.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.Version;
import org.parvis.api.network.InstallationService.InstallationChoice;
import org.parvis.api.network.InstallationService.Purpose;
import org.parvis.model.Capability;
import org.parvis.model.Violation;

/**
 * Whether a candidate may follow on what is there.
 *
 * @param current the version that serves; empty for none
 * @param hosted all versions that run, with what they can
 */
public record Succession(Optional<Version> current, Map<Version, Set<Capability>> hosted) {
    /** Why not; empty when it may. */
    public List<Violation> objections(Candidate candidate, InstallationChoice choice) {
        List<Violation> violations = new ArrayList<>();
        String what = candidate.network() + " " + candidate.version();
        if (hosted.containsKey(candidate.version())) {
            violations.add(new Violation(
                    "version",
                    "network.same",
                    what + " is installed already; give a changed bundle a version of its own."));
        }
        if (choice.purpose() == Purpose.INSTALL && current.isPresent()) {
            violations.add(new Violation(
                    "network",
                    "network.there",
                    candidate.network() + " is installed already, in version " + current.get()
                            + "; to change that, use network-update."));
        }
        if (choice.purpose() == Purpose.UPDATE && current.isEmpty()) {
            violations.add(new Violation(
                    "network",
                    "network.absent",
                    candidate.network() + " is not installed, so it cannot be updated; use network-install."));
        }
        if (choice.isTrial() && current.isEmpty()) {
            violations.add(new Violation(
                    "share",
                    "network.trial",
                    "There is no other version of " + candidate.network() + " to try it beside."));
        }
        current.ifPresent(version -> {
            if (version.compareTo(candidate.version()) > 0 && !choice.downgrade()) {
                violations.add(new Violation(
                        "version",
                        "network.downgrade",
                        what + " is older than " + version + ", which runs; if that is meant, ask for the downgrade."));
            }
            Set<Capability> lost = lost(candidate);
            if (!lost.isEmpty() && !choice.acceptLoss()) {
                violations.add(new Violation(
                        "capabilities",
                        "network.loss",
                        what + " lacks what " + version + " can: " + new TreeSet<>(lost)
                                + "; if that is meant, confirm the loss."));
            }
        });
        return violations;
    }

    /** What the present version can and the candidate cannot. */
    public Set<Capability> lost(Candidate candidate) {
        Set<Capability> lost = new TreeSet<>(present());
        lost.removeAll(candidate.capabilities());
        return lost;
    }

    public Set<Capability> gained(Candidate candidate) {
        Set<Capability> gained = new TreeSet<>(candidate.capabilities());
        gained.removeAll(present());
        return gained;
    }

    private Set<Capability> present() {
        return current.map(version -> hosted.getOrDefault(version, Set.of())).orElse(Set.of());
    }
}
