package org.parvis.console;

import java.util.Set;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.Caller;

/** Keeps a publication from going out. */
@Service
@Command(
        scope = "social",
        name = "publication-cancel",
        description = "Keeps a publication that has not left from going out",
        detailedDescription = "Example: social:publication-cancel --dry-run 01890a5d-ac96-774b-bcce-b302099a8057")
public final class PublicationCancelCommand extends PublicationDecisionCommand {
    @Override
    Set<PublicationState> states() {
        return Set.of(
                PublicationState.DRAFT,
                PublicationState.SCHEDULED,
                PublicationState.WAITING_FOR_NETWORK,
                PublicationState.HELD,
                PublicationState.FAILED);
    }

    @Override
    String intent() {
        return "cancelled";
    }

    @Override
    PublicationView decide(Caller caller, PublicationView publication) {
        return publishing.cancel(caller, publication.id(), publication.version());
    }
}
