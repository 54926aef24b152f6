package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService;

/** Shows publications by time. */
@Service
@Command(
        scope = "social",
        name = "publication-list",
        description = "Lists publications, newest first",
        detailedDescription = "Example: social:publication-list --state HELD")
public final class PublicationListCommand extends WorkspaceCommand {
    @Option(name = "--state", description = "Only publications in this state, such as HELD")
    @Completion(PublicationStateCompleter.class)
    @Nullable
    String state;

    @Option(name = "-n", aliases = "--number", description = "How many")
    @Completion(NumberCompleter.class)
    int number = 50;

    @Reference
    PublishingService publishing;

    @Override
    void run() {
        PublicationQuery query = new PublicationQuery(
                null,
                null,
                Constants.read("--state", state, PublicationState.class),
                null,
                null,
                null,
                new PageRequest(null, number));
        List<PublicationView> page = publishing.publications(caller(), query).items();
        if (json) {
            print(page.stream().map(PublicationListCommand::document).toList());
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Publication");
        table.column("Origin");
        table.column("State");
        table.column("Due");
        table.column("Published");
        table.column("Text").maxSize(50);
        table.column("Reason").maxSize(60);
        for (PublicationView publication : page) {
            table.addRow()
                    .addContent(
                            publication.id(),
                            publication.origin(),
                            publication.state(),
                            publication.dueAt() == null ? "" : publication.dueAt(),
                            publication.publishedAt() == null ? "" : publication.publishedAt(),
                            Printable.line(publication.text()),
                            publication.reason());
        }
        print(table);
    }

    private static Map<String, Object> document(PublicationView publication) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", publication.id().toString());
        document.put("account", publication.account().toString());
        document.put("origin", publication.origin().name());
        document.put("state", publication.state().name());
        document.put("dueAt", text(publication.dueAt()));
        document.put("publishedAt", text(publication.publishedAt()));
        document.put("remoteId", text(publication.remoteId()));
        document.put("attempts", publication.attempts());
        document.put("reason", publication.reason());
        document.put("text", publication.text());
        return document;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
