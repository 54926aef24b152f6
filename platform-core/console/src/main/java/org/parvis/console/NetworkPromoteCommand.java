package org.parvis.console;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.network.InstallationService;

/** Ends a trial by routing everybody to the newer version. */
@Service
@Command(
        scope = "social",
        name = "network-promote",
        description = "Routes all accounts to the version that is tried out",
        detailedDescription = "Example: social:network-promote --dry-run mastodon")
public final class NetworkPromoteCommand extends InstallationCommand {
    @Option(name = "--dry-run", description = "Only say what would be done")
    boolean dryRun;

    @Argument(index = 0, name = "network", required = true, description = "Id of the network, such as twitter")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Override
    void run() throws Exception {
        if (dryRun) {
            foresee(InstallationService.Change.PROMOTE, network);
        } else {
            follow(installer.promote(network(network), Operator.name(session)));
        }
    }
}
