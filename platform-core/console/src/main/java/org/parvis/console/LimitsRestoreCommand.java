package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.network.ReplacedLimit;

/** Goes back to the limits that a network's plugin brought. */
@Service
@Command(
        scope = "social",
        name = "limits-restore",
        description = "Goes back to a network's own limits; what the configuration sets stays",
        detailedDescription = "Example: social:limits-restore --dry-run twitter")
public final class LimitsRestoreCommand extends InstallationCommand {
    @Option(name = "--dry-run", description = "Only say which limits would be the plugin's own again")
    boolean dryRun;

    @Argument(index = 0, name = "network", required = true, description = "Id of the network, such as twitter")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Override
    void run() throws Exception {
        if (!dryRun) {
            follow(installer.restoreLimits(network(network), Operator.name(session)));
            return;
        }
        List<ReplacedLimit> replaced = installer.replacedLimits().stream()
                .filter(limit -> limit.network().equals(network(network)))
                .filter(limit -> limit.source() == ReplacedLimit.Source.FILE)
                .toList();
        if (json) {
            print(replaced.stream().map(LimitsListCommand::document).toList());
            return;
        }
        if (replaced.isEmpty()) {
            out().println("No signed file replaces a limit of " + network + ".");
        }
        replaced.forEach(limit ->
                out().println(limit.path() + " would be " + limit.before() + " instead of " + limit.value() + "."));
    }
}
