package org.parvis.publishing;

import java.time.Instant;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.model.PublicationId;
import org.parvis.model.WorkspaceId;

/** The obligations of publishing. What an account writes goes out in one lane, in the order it is due. */
final class Obligations {
    private Obligations() {}

    static NewObligation publish(WorkspaceId workspace, LinkedAccount account, PublicationId publication, Instant due) {
        return of(PublishHandler.KIND, workspace, account, publication, due);
    }

    static NewObligation retract(WorkspaceId workspace, LinkedAccount account, PublicationId publication, Instant due) {
        return of(RetractHandler.KIND, workspace, account, publication, due);
    }

    static NewObligation edit(WorkspaceId workspace, LinkedAccount account, PublicationId publication, Instant due) {
        return of(EditHandler.KIND, workspace, account, publication, due);
    }

    static NewObligation comment(WorkspaceId workspace, LinkedAccount account, PublicationId publication, Instant due) {
        return of(CommentHandler.KIND, workspace, account, publication, due);
    }

    private static NewObligation of(
            String kind, WorkspaceId workspace, LinkedAccount account, PublicationId publication, Instant due) {
        return new NewObligation(
                kind,
                publication.toString(),
                account.id() + ":write",
                workspace,
                account.id(),
                account.network(),
                "{}",
                due);
    }
}
