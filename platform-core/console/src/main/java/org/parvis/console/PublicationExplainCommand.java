package org.parvis.console;

import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService.Event;
import org.parvis.api.workspace.Caller;

/** Tells what became of a publication, from the editor who wrote it to each exchange with its network, without secrets. */
@Service
@Command(
        scope = "social",
        name = "publication-explain",
        description = "Tells a publication's whole story: who planned it, each attempt, each exchange with its network",
        detailedDescription = "Example: social:publication-explain --json 01890a5d-ac96-774b-bcce-b302099a8057")
public final class PublicationExplainCommand extends PublicationCommand {
    @Override
    void run(Caller caller, PublicationView publication) {
        List<Event> story = publishing.explain(caller, publication.id());
        if (json) {
            Map<String, Object> document = PublicationStory.document(publication);
            document.put(
                    "story",
                    story.stream()
                            .map(event ->
                                    Map.of("at", event.at().toString(), "what", event.what(), "detail", event.detail()))
                            .toList());
            print(document);
            return;
        }
        for (Event event : story) {
            out().println(event.at() + "  " + event.what()
                    + (event.detail().isEmpty() ? "" : ": " + Printable.line(event.detail())));
        }
        out().println("Now " + publication.state()
                + (publication.remoteId() == null
                        ? ""
                        : " as " + Printable.line(publication.remoteId().value()))
                + (publication.permalink() == null ? "" : ", " + publication.permalink())
                + (publication.reason().isEmpty() ? "." : ": " + Printable.line(publication.reason())));
    }
}
