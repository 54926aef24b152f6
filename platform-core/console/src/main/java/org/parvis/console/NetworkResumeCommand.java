package org.parvis.console;

import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;

/** Ends a rest or a quarantine. */
@Service
@Command(
        scope = "social",
        name = "network-resume",
        description = "Lets a network at rest or in quarantine be called again",
        detailedDescription = "Example: social:network-resume twitter")
public final class NetworkResumeCommand extends InstallationCommand {
    @Option(name = "--dry-run", description = "Only say what would be changed")
    boolean dryRun;

    @Argument(index = 0, name = "network", required = true, description = "Id of the network, such as twitter")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Reference
    NetworkService networks;

    @Override
    void run() {
        if (dryRun) {
            say();
            return;
        }
        NetworkStatus status = installer.resume(network(network), Operator.name(session));
        if (json) {
            print(Map.of("network", network, "state", status.state().name()));
        } else {
            out().println(network + " is " + status.state() + ".");
        }
    }

    private void say() {
        NetworkStatus present = networks.network(network(network))
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no network '" + network + "'."));
        if (json) {
            print(Map.of("network", network, "state", present.state().name(), "dryRun", true));
        } else {
            out().println(network + " is " + present.state() + " and would be called again.");
        }
    }
}
