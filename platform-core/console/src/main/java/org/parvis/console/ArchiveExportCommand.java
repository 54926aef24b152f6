package org.parvis.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.jspecify.annotations.Nullable;
import org.parvis.api.ProblemException;
import org.parvis.api.account.AccountService;
import org.parvis.api.archive.ArchiveService;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;

/** Writes an archive; a file that exists is replaced only when the export is complete. */
@Service
@Command(
        scope = "social",
        name = "archive-export",
        description = "Exports the conversations of the linked accounts",
        detailedDescription = "Example: social:archive-export --account MaisonLevain /srv/archive.jsonl.gz")
public final class ArchiveExportCommand extends WorkspaceCommand {
    @Option(name = "--dry-run", description = "Only say which accounts would be written where")
    boolean dryRun;

    @Option(name = "--account", multiValued = true, description = "Handle or id of an account; none for all")
    @Completion(AccountCompleter.class)
    @Nullable
    List<String> names;

    @Argument(index = 0, name = "file", required = true, description = "Gzipped when its name ends in .gz")
    @Completion(FileCompleter.class)
    String file = "";

    @Reference
    ArchiveService archives;

    @Reference
    AccountService accounts;

    @Override
    void run() throws Exception {
        Caller caller = caller();
        Path path = Path.of(file).toAbsolutePath();
        List<AccountId> chosen = AllAccounts.named(accounts, caller, names);
        if (dryRun) {
            say(path, chosen == null ? AllAccounts.of(accounts, caller).size() : chosen.size());
            return;
        }
        Path partial = path.resolveSibling(path.getFileName() + ".part");
        long lines;
        try (OutputStream out = open(partial)) {
            lines = archives.exportArchive(caller, chosen, out);
        } catch (IOException unwritable) {
            Files.deleteIfExists(partial);
            throw ProblemException.invalid(
                    "file", "file", "The archive cannot be written to " + path + ": " + unwritable.getMessage());
        }
        Files.move(partial, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        if (json) {
            print(Map.of("lines", lines, "file", path.toString()));
        } else {
            out().println(lines + " lines written to " + path + ".");
        }
    }

    private void say(Path path, int number) {
        if (json) {
            print(Map.of("accounts", number, "file", path.toString(), "replaces", Files.exists(path), "dryRun", true));
        } else {
            out().println(number + " accounts would be written to " + path
                    + (Files.exists(path) ? ", in the place of what is there." : "."));
        }
    }

    private OutputStream open(Path path) throws IOException {
        OutputStream out = Files.newOutputStream(path);
        return file.endsWith(".gz") ? new GZIPOutputStream(out) : out;
    }
}
