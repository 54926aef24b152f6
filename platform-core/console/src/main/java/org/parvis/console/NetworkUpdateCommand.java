package org.parvis.console;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;
import org.parvis.api.ProblemException;
import org.parvis.api.network.InstallationService.InstallationChoice;
import org.parvis.api.network.InstallationService.Purpose;
import org.parvis.model.WorkspaceId;

/** Puts another version of a network in the place of the present one, for all accounts or first for some. */
@Service
@Command(
        scope = "social",
        name = "network-update",
        description = "Updates a network from a signed .kar or .jar, without a gap",
        detailedDescription = "Example: social:network-update --share 10 /srv/mastodon-1.3.0.kar")
public final class NetworkUpdateCommand extends InstallationCommand {
    @Option(name = "--dry-run", description = "Only check the file and say what it would mean")
    boolean dryRun;

    @Option(name = "--downgrade", description = "Allow a lower version in the place of a higher one")
    boolean downgrade;

    @Option(name = "--accept-loss", description = "Accept that capabilities of the present version are missing")
    boolean acceptLoss;

    @Option(
            name = "--share",
            description = "Try it out: the percentage of accounts that the new version serves beside the present one")
    @Completion(PercentCompleter.class)
    int share = 100;

    @Option(name = "--workspace", description = "Try it out: the id of a workspace whose accounts it serves")
    @Completion(WorkspaceCompleter.class)
    @Nullable
    String workspace;

    @Argument(index = 0, name = "file", required = true, description = "On the platform's machine")
    @Completion(FileCompleter.class)
    String file = "";

    @Override
    void run() throws Exception {
        if (share < 0 || share > 100) {
            throw ProblemException.invalid(
                    "share", "number", "--share is a percentage from 0 to 100, not " + share + ".");
        }
        WorkspaceId only = workspace == null ? null : new WorkspaceId(Ids.read("workspace", workspace));
        // with a workspace and no share, nobody else is served by it
        int part = only != null && share == 100 ? 0 : share;
        InstallationChoice choice = new InstallationChoice(Purpose.UPDATE, downgrade, acceptLoss, part, only);
        if (dryRun) {
            propose(file, choice);
        } else {
            follow(installer.install(path(file), choice, Operator.name(session)));
        }
    }
}
