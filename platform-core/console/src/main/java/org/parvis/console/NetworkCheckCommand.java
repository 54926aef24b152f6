package org.parvis.console;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.parvis.api.network.InstallationService.InstallationChoice;

/** Says what installing a file would mean. */
@Service
@Command(
        scope = "social",
        name = "network-check",
        description = "Checks a .kar or .jar without installing it",
        detailedDescription = "Example: social:network-check /srv/mastodon-1.2.0.kar")
public final class NetworkCheckCommand extends InstallationCommand {
    @Argument(index = 0, name = "file", required = true, description = "On the platform's machine")
    @Completion(FileCompleter.class)
    String file = "";

    @Override
    void run() throws Exception {
        propose(file, InstallationChoice.PLAIN);
    }
}
