package org.parvis.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
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

/** Writes everything of all workspaces into one file, while the platform runs. */
@Service
@Command(
        scope = "social",
        name = "backup",
        description = "Writes everything of all workspaces into one file",
        detailedDescription = "Example: social:backup /srv/backup/parvis.backup")
public final class BackupCommand extends SocialCommand {
    @Option(name = "--dry-run", description = "Only say where it would be written")
    boolean dryRun;

    @Option(
            name = "--with-keys",
            description = "Put the keys that open the secrets into the file too; keep it then as you keep the keys")
    boolean withKeys;

    @Argument(
            index = 0,
            name = "file",
            required = true,
            description = "On the platform's machine; replaced if it is there")
    @Completion(FileCompleter.class)
    String file = "";

    @Reference
    BackupService backups;

    @Override
    void run() {
        Path path = Path.of(file).toAbsolutePath();
        if (dryRun) {
            say(path);
            return;
        }
        Backup backup;
        try {
            backup = backups.backup(path, withKeys, Operator.name(session));
        } catch (IOException unwritable) {
            throw ProblemException.invalid(
                    "file", "file", "The backup cannot be written to " + path + ": " + unwritable + ".");
        }
        if (json) {
            print(document(path, backup));
            return;
        }
        out().println(backup.allRows() + " rows of " + backup.rows().size() + " tables and "
                + backup.media().number() + " files of the media library written to " + path + ".");
        if (backup.media().missing() > 0) {
            out().println(backup.media().missing() + " files that the media library names were not there.");
        }
        out().println(
                        withKeys
                                ? "The keys that open the secrets are in it: keep the file as you keep the keys."
                                : "The secrets in it are sealed, and the keys that open them are not in it: keep a copy of"
                                        + " keys/credentials.keys of the home elsewhere, or use --with-keys.");
        out().println("The configuration (etc of the home) is not in it: copy that folder.");
    }

    private void say(Path path) {
        Path folder = path.getParent();
        boolean writable = folder != null && Files.isWritable(folder);
        if (json) {
            print(Map.of("file", path.toString(), "folderWritable", writable, "keys", withKeys, "dryRun", true));
        } else {
            out().println("The backup would be written to " + path
                    + (writable
                            ? (Files.exists(path) ? ", in the place of what is there." : ".")
                            : ", but its folder is not there or cannot be written to."));
        }
    }

    static Map<String, Object> document(Path path, Backup backup) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", path.toString());
        document.put("format", backup.format());
        document.put("product", backup.product());
        document.put("createdAt", backup.createdAt().toString());
        document.put("server", backup.server());
        document.put("schemas", new TreeMap<>(backup.schemas()));
        document.put("tables", new TreeMap<>(backup.rows()));
        document.put("rows", backup.allRows());
        document.put("keys", backup.keys());
        document.put("files", backup.media().number());
        document.put("fileBytes", backup.media().bytes());
        document.put("missingFiles", backup.media().missing());
        return document;
    }
}
