package org.parvis.console;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.support.CommandException;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.Installation;
import org.parvis.api.network.InstallationService;
import org.parvis.api.network.InstallationService.InstallationChoice;
import org.parvis.api.network.NetworkProposal;
import org.parvis.model.NetworkId;

/** What the commands share that change which networks are installed: they show the steps, and fail where the change did. */
abstract class InstallationCommand extends SocialCommand {
    private static final Duration LOOK = Duration.ofMillis(100);

    @Reference
    InstallationService installer;

    /** Prints each step of a change until it ended. */
    final void follow(Installation begun) throws Exception {
        Installation now = begun;
        String said = "";
        while (!now.isOver()) {
            now = installer.await(begun.id(), LOOK);
            String line = now.step() + ": " + now.detail();
            if (!json && !now.isOver() && !line.equals(said)) {
                out().println(line);
                out().flush();
                said = line;
            }
        }
        if (json) {
            print(document(now));
        } else if (now.step() == Installation.Step.DONE) {
            out().println(now.detail());
        }
        if (now.step() != Installation.Step.DONE) {
            throw new CommandException(now.step() + ": " + now.detail());
        }
    }

    /** Says what a file would mean; fails where it would be refused. */
    final void propose(String file, InstallationChoice choice) throws CommandException {
        NetworkProposal proposal = installer.check(path(file), choice);
        if (json) {
            print(document(proposal));
        } else if (proposal.refusals().isEmpty()) {
            out().println(proposal.network() + " " + proposal.version()
                    + (proposal.replaces().isEmpty()
                            ? " would be installed."
                            : " would replace " + proposal.replaces() + "."));
            out().println("  signed by: " + (proposal.signedBy().isEmpty() ? "nobody" : proposal.signedBy()));
            out().println("  SHA-256:   " + proposal.sha256());
            out().println("  talks to:  " + String.join(", ", proposal.hosts()));
            out().println("  may ask:   " + String.join(", ", proposal.scopes()));
            out().println("  gains:     " + proposal.gained());
            out().println("  loses:     " + proposal.lost());
            proposal.warnings().forEach(warning -> out().println("  " + warning));
        } else {
            proposal.refusals().forEach(refusal -> out().println(refusal.field() + ": " + refusal.message()));
        }
        if (!proposal.refusals().isEmpty()) {
            throw new CommandException("It would be refused.");
        }
    }

    /** Says what a change would do; fails where it would be refused. */
    final void foresee(InstallationService.Change change, String network) {
        String sentence = installer.foresee(change, network(network));
        if (json) {
            print(Map.of("network", network, "change", change.name(), "foreseen", sentence));
        } else {
            out().println(sentence);
        }
    }

    static Path path(String file) {
        return Path.of(file).toAbsolutePath();
    }

    static NetworkId network(String id) {
        try {
            return new NetworkId(id);
        } catch (IllegalArgumentException malformed) {
            throw new ProblemException(Problem.NOT_FOUND, "There is no network '" + id + "'.");
        }
    }

    static Map<String, Object> document(Installation installation) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", installation.id().toString());
        document.put("action", installation.action());
        document.put("subject", installation.subject());
        document.put("network", installation.network());
        document.put("version", installation.version());
        document.put("step", installation.step().name());
        document.put("detail", installation.detail());
        document.put("by", installation.by());
        document.put("startedAt", installation.startedAt().toString());
        document.put("endedAt", String.valueOf(installation.endedAt()));
        return document;
    }

    private static Map<String, Object> document(NetworkProposal proposal) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("network", proposal.network());
        document.put("version", proposal.version());
        document.put("replaces", proposal.replaces());
        document.put("signedBy", proposal.signedBy());
        document.put("sha256", proposal.sha256());
        document.put("hosts", proposal.hosts().stream().sorted().toList());
        document.put("scopes", proposal.scopes().stream().sorted().toList());
        document.put("lost", proposal.lost().stream().map(Enum::name).sorted().toList());
        document.put(
                "gained", proposal.gained().stream().map(Enum::name).sorted().toList());
        document.put(
                "refusals",
                proposal.refusals().stream()
                        .map(r -> Map.of("where", r.field(), "rule", r.rule(), "message", r.message()))
                        .toList());
        document.put("warnings", List.copyOf(proposal.warnings()));
        return document;
    }
}
