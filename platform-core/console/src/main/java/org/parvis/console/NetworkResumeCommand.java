package org.parvis.console;

import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;

/** Ends a quarantine. */
@Service
@Command(scope = "social", name = "network-resume", description = "Lets a quarantined network be called again")
public final class NetworkResumeCommand extends SocialCommand {
    @Argument(index = 0, name = "network", required = true, description = "Id of the network, such as twitter")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Reference
    NetworkService networks;

    @Override
    void run() {
        NetworkId id = networks.networks().stream()
                .map(NetworkStatus::id)
                .filter(n -> n.value().equals(network))
                .findFirst()
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no network '" + network + "'."));
        networks.resume(id);
        String state = networks.network(id).map(n -> n.state().name()).orElse(NetworkState.ABSENT.name());
        if (json) {
            print(Map.of("network", network, "state", state));
        } else {
            out().println(network + " is " + state + ".");
        }
    }
}
