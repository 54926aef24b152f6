package org.parvis.console;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.parvis.api.ProblemException;
import org.parvis.api.network.InstallationService.InstallationChoice;

/** Replaces limits of a network by those of a signed file. */
@Service
@Command(
        scope = "social",
        name = "limits-update",
        description = "Replaces limits of a network by those of a signed .limits file",
        detailedDescription = "Example: social:limits-update --dry-run /root/twitter-2026-12.limits")
public final class LimitsUpdateCommand extends InstallationCommand {
    @Option(name = "--dry-run", description = "Only check the file and say what it would mean")
    boolean dryRun;

    @Argument(index = 0, name = "file", required = true, description = "On the platform's machine")
    @Completion(FileCompleter.class)
    String file = "";

    @Override
    void run() throws Exception {
        if (!file.endsWith(".limits")) {
            throw ProblemException.invalid(
                    "file", "file", "A file of limits has a name that ends with .limits, not " + file + ".");
        }
        if (dryRun) {
            propose(file, InstallationChoice.PLAIN);
        } else {
            follow(installer.install(path(file), InstallationChoice.PLAIN, Operator.name(session)));
        }
    }
}
