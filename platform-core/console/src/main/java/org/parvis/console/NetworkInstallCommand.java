package org.parvis.console;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.parvis.api.network.InstallationService.InstallationChoice;
import org.parvis.api.network.InstallationService.Purpose;

/** Installs a network that is not there yet. */
@Service
@Command(
        scope = "social",
        name = "network-install",
        description = "Installs a network from a signed .kar or .jar",
        detailedDescription = "Example: social:network-install --dry-run /srv/mastodon-1.2.0.kar")
public final class NetworkInstallCommand extends InstallationCommand {
    @Option(name = "--dry-run", description = "Only check the file and say what it would mean")
    boolean dryRun;

    @Argument(index = 0, name = "file", required = true, description = "On the platform's machine")
    @Completion(FileCompleter.class)
    String file = "";

    @Override
    void run() throws Exception {
        InstallationChoice choice = new InstallationChoice(Purpose.INSTALL, false, false, 100, null);
        if (dryRun) {
            propose(file, choice);
        } else {
            follow(installer.install(path(file), choice, Operator.name(session)));
        }
    }
}
