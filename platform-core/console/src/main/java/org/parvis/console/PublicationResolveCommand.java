package org.parvis.console;

import java.util.Set;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.Caller;

/** Says what became of a publication that nobody could find out. */
@Service
@Command(
        scope = "social",
        name = "publication-resolve",
        description = "Says whether a held publication went out; look at the network first, never guess",
        detailedDescription =
                "Example: social:publication-resolve --dry-run 01890a5d-ac96-774b-bcce-b302099a8057 PUBLISHED")
public final class PublicationResolveCommand extends PublicationDecisionCommand {
    @Argument(index = 1, name = "outcome", required = true, description = "PUBLISHED, or ABSENT to send it again")
    @Completion(ResolutionCompleter.class)
    String outcome = "";

    @Override
    Set<PublicationState> states() {
        return Set.of(PublicationState.HELD);
    }

    @Override
    String intent() {
        return isOut() ? "taken for published" : "sent again, since it is absent at its network";
    }

    @Override
    PublicationView decide(Caller caller, PublicationView publication) {
        return publishing.resolve(caller, publication.id(), isOut(), publication.version());
    }

    private boolean isOut() {
        return Constants.read("outcome", outcome, Resolution.class) == Resolution.PUBLISHED;
    }
}
