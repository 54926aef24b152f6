package org.parvis.console;

import java.util.Set;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.Caller;

/** Sends a publication that failed, or that was too late, now. */
@Service
@Command(
        scope = "social",
        name = "publication-retry",
        description = "Sends a publication that failed or was held as too late now",
        detailedDescription = "Example: social:publication-retry --dry-run 01890a5d-ac96-774b-bcce-b302099a8057")
public final class PublicationRetryCommand extends PublicationDecisionCommand {
    @Override
    Set<PublicationState> states() {
        return Set.of(PublicationState.FAILED, PublicationState.HELD);
    }

    @Override
    String intent() {
        return "tried again";
    }

    @Override
    PublicationView decide(Caller caller, PublicationView publication) {
        return publishing.retry(caller, publication.id(), publication.version());
    }
}
