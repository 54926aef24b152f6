package org.parvis.console;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.Caller;

/** Shows one publication. */
@Service
@Command(
        scope = "social",
        name = "publication-show",
        description = "Shows one publication",
        detailedDescription = "Example: social:publication-show 01890a5d-ac96-774b-bcce-b302099a8057")
public final class PublicationShowCommand extends PublicationCommand {
    @Override
    void run(Caller caller, PublicationView publication) {
        Map<String, Object> document = PublicationStory.document(publication);
        if (json) {
            print(document);
        } else {
            printPairs(document);
        }
    }
}
