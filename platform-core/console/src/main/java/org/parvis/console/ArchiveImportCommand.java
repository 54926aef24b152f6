package org.parvis.console;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.parvis.api.ProblemException;
import org.parvis.api.archive.ArchiveService;

/** Takes an archive in; wrong lines are reported by number and the rest goes on. */
@Service
@Command(
        scope = "social",
        name = "archive-import",
        description = "Imports a conversation archive into the linked accounts")
public final class ArchiveImportCommand extends WorkspaceCommand {
    private static final int SHOWN = 20;

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
}
