package org.parvis.console;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.network.InstallationService;

/** Goes back to the version before, or ends a trial. */
@Service
@Command(
        scope = "social",
        name = "network-rollback",
        description = "Goes back to the version before, or ends a trial",
        detailedDescription = "Example: social:network-rollback --dry-run mastodon")
public final class NetworkRollbackCommand extends InstallationCommand {
    @Option(name = "--dry-run", description = "Only say what would be done")
    boolean dryRun;

    @Argument(index = 0, name = "network", required = true, description = "Id of the network, such as twitter")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Override
    void run() throws Exception {
        if (dryRun) {
            foresee(InstallationService.Change.ROLLBACK, network);
        } else {
            follow(installer.rollback(network(network), Operator.name(session)));
        }
    }
}
