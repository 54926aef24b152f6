package org.parvis.console;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Removes a network; its accounts stay and its work waits. */
@Service
@Command(
        scope = "social",
        name = "network-uninstall",
        description = "Removes a network; its accounts stay, and work for it waits")
public final class NetworkUninstallCommand extends InstallationCommand {
    @Argument(index = 0, name = "network", required = true, description = "Id of the network, such as twitter")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Override
    void run() throws Exception {
        follow(installer.uninstall(network(network), Operator.name(session)));
    }
}
