package org.parvis.console;

import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.network.NetworkStatus;

/** Puts a network to rest: running calls finish, no new ones begin. */
@Service
@Command(
        scope = "social",
        name = "network-drain",
        description = "Puts a network to rest: its running calls finish, new ones wait")
public final class NetworkDrainCommand extends InstallationCommand {
    @Argument(index = 0, name = "network", required = true, description = "Id of the network, such as twitter")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Override
    void run() {
        NetworkStatus status = installer.drain(network(network), Operator.name(session));
        if (json) {
            print(Map.of("network", network, "state", status.state().name()));
        } else {
            out().println(network + " is " + status.state() + ".");
        }
    }
}
