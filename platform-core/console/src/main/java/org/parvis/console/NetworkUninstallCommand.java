package org.parvis.console;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.network.InstallationService;

/** Removes a network; its accounts stay and its work waits. */
@Service
@Command(
        scope = "social",
        name = "network-uninstall",
        description = "Removes a network; its accounts stay, and work for it waits",
        detailedDescription = "Example: social:network-uninstall --dry-run mastodon")
public final class NetworkUninstallCommand extends InstallationCommand {
    @Option(name = "--dry-run", description = "Only say what would be done")
    boolean dryRun;

    @Argument(index = 0, name = "network", required = true, description = "Id of the network, such as twitter")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Override
    void run() throws Exception {
        if (dryRun) {
            foresee(InstallationService.Change.UNINSTALL, network);
        } else {
            follow(installer.uninstall(network(network), Operator.name(session)));
        }
    }
}
