package org.parvis.console;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.parvis.api.ProblemException;
import org.parvis.api.archive.ArchiveService;
import org.parvis.api.workspace.Caller;

/** Takes an archive in; wrong lines are reported by number and the rest goes on. */
@Service
@Command(
        scope = "social",
        name = "archive-import",
        description = "Imports a conversation archive into the linked accounts",
        detailedDescription = "Example: social:archive-import --dry-run /srv/old-tool.jsonl.gz")
public final class ArchiveImportCommand extends WorkspaceCommand {
    private static final int SHOWN = 20;

    @Option(name = "--dry-run", description = "Only say whether the file can be read, and how many lines it has")
    boolean dryRun;

    @Argument(index = 0, name = "file", required = true, description = "JSON Lines, gzipped or not")
    @Completion(FileCompleter.class)
    String file = "";

    @Reference
    ArchiveService archives;

    @Override
    void run() throws Exception {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            throw ProblemException.invalid("file", "file", "The file " + path + " is not there or cannot be read.");
        }
        if (dryRun) {
            say(path);
            return;
        }
        ArchiveService.ImportReport report;
        try (InputStream archive = new BufferedInputStream(Files.newInputStream(path))) {
            report = archives.importArchive(caller(), archive, ArchiveService.Target.any());
        }
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("lines", report.lines());
            document.put("added", report.added());
            document.put("unrelated", report.unrelated());
            document.put("rejected", report.rejected());
            document.put(
                    "badLines",
                    report.badLines().stream()
                            .map(b -> Map.of("line", b.number(), "reason", b.reason()))
                            .toList());
            document.put("missing", report.missing());
            print(document);
            return;
        }
        out().println(report.added() + " new of " + report.lines() + " lines; " + report.unrelated()
                + " belong to no linked account, " + report.rejected() + " are wrong.");
        report.badLines().stream().limit(SHOWN).forEach(b -> out().println("  line " + b.number() + ": " + b.reason()));
        if (!report.missing().isEmpty()) {
            out().println("Not linked here: " + report.missing());
        }
    }

    /** What an import would find is known only by doing it; that it can begin, and where, is known before. */
    private void say(Path path) throws IOException {
        Caller caller = caller();
        long lines = lines(path);
        if (json) {
            print(Map.of("lines", lines, "workspace", caller.workspace().toString(), "dryRun", true));
        } else {
            out().println(lines + " lines of " + path + " would be read into the workspace " + caller.workspace()
                    + ".");
        }
    }

    private static long lines(Path path) throws IOException {
        try (BufferedInputStream file = new BufferedInputStream(Files.newInputStream(path))) {
            file.mark(2);
            boolean gzipped = file.read() == 0x1f && file.read() == 0x8b;
            file.reset();
            InputStream archive = gzipped ? new GZIPInputStream(file) : file;
            long lines = 0;
            int last = '\n';
            byte[] buffer = new byte[1 << 16];
            for (int read = archive.read(buffer); read > 0; read = archive.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
                last = buffer[read - 1];
            }
            return last == '\n' ? lines : lines + 1;
        } catch (ZipException damaged) {
            throw ProblemException.invalid("file", "file", "The file " + path + " is damaged: " + damaged.getMessage());
        }
    }
}
