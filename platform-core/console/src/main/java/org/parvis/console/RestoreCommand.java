package org.parvis.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.parvis.api.ProblemException;
import org.parvis.api.archive.BackupService;
import org.parvis.api.archive.BackupService.Backup;

/** Puts a backup into an empty platform. */
@Service
@Command(
        scope = "social",
        name = "restore",
        description = "Restores a backup into an empty platform",
        detailedDescription = "Example: social:restore --dry-run /srv/backup/parvis.backup")
public final class RestoreCommand extends SocialCommand {
    @Option(name = "--dry-run", description = "Only read the whole file and say whether it could be restored here")
    boolean dryRun;

    @Argument(index = 0, name = "file", required = true, description = "What social:backup wrote")
    @Completion(FileCompleter.class)
    String file = "";

    @Reference
    BackupService backups;

    @Override
    void run() {
        Path path = Path.of(file).toAbsolutePath();
        Backup backup;
        try {
            backup = dryRun ? backups.check(path) : backups.restore(path, Operator.name(session));
        } catch (IOException unreadable) {
            throw ProblemException.invalid(
                    "file", "file", "The backup " + path + " cannot be read: " + unreadable + ".");
        }
        if (json) {
            Map<String, Object> document = BackupCommand.document(path, backup);
            document.put("dryRun", dryRun);
            print(document);
            return;
        }
        out().println("The backup of " + backup.createdAt() + ", written by release " + backup.product()
                + (dryRun ? ", could be restored here: " : ", was restored: ") + backup.allRows() + " rows of "
                + backup.rows().size() + " tables and " + backup.media().number() + " files of the media library.");
        if (backup.format() == 1) {
            out().println(
                            "A backup of this age holds no files of the media library: copy the folder 'media' of the home.");
        }
        if (!backup.keys()) {
            out().println("The keys that open its secrets are not in it. Put the lines of the old home's"
                    + " keys/credentials.keys in front of those of this home's; until then accounts cannot be used.");
        }
        if (!dryRun) {
            out().println("Stop the platform it came from before the accounts are used here, else both act.");
        }
    }
}
