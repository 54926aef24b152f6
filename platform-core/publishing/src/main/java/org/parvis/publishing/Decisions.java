package org.parvis.publishing;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.inbox.ReplyState;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.outbox.Outbox;
import org.parvis.model.PublicationId;
import org.parvis.store.Database;

/**
 * What people decide about publications that exist. Each decision locks its publication, is refused if that was changed since
 * it was read, and is one transaction with the obligation it creates and the audit trail. Thread-safe.
 */
final class Decisions {
    private static final Set<PublicationState> CANCELLABLE = Set.of(
            PublicationState.DRAFT,
            PublicationState.SCHEDULED,
            PublicationState.WAITING_FOR_NETWORK,
            PublicationState.HELD,
            PublicationState.FAILED);

    private final Database database;
    private final Accounts accounts;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;
    private final Steps steps;
    private final Planner planner;

    Decisions(
            Database database,
            Accounts accounts,
            Outbox outbox,
            AuditTrail audit,
            Clock clock,
            Steps steps,
            Planner planner) {
        this.database = database;
        this.accounts = accounts;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        this.steps = steps;
        this.planner = planner;
    }

    PublicationView cancel(Caller caller, PublicationId id, long version) {
        return decide(caller, id, version, "publication.cancel", (handle, publication) -> {
            if (!CANCELLABLE.contains(publication.state())) {
                throw conflict(publication, "cannot be cancelled");
            }
            cancelAll(handle, caller, publication);
        });
    }

    /** What continues it cannot go out without it. */
    private void cancelAll(Handle handle, Caller caller, Publication publication) {
        steps.cancel(handle, caller.workspace(), publication, caller.name());
        outbox.withdraw(
                caller.workspace(), PublishHandler.KIND, publication.id().toString());
        for (Publication next : Publications.continuing(handle, publication.id())) {
            if (CANCELLABLE.contains(next.state())) {
                cancelAll(handle, caller, next);
            }
        }
    }

    PublicationView retry(Caller caller, PublicationId id, long version) {
        return decide(caller, id, version, "publication.retry", (handle, publication) -> {
            boolean heldOtherwise = publication.state() == PublicationState.HELD
                    && publication.heldFor() != Publication.HeldFor.UNDECIDABLE;
            if (publication.state() != PublicationState.FAILED && !heldOtherwise) {
                throw conflict(publication, "cannot be tried again");
            }
            LinkedAccount account = accounts.require(caller, publication.account(), Right.PUBLISH);
            planner.plan(handle, caller, publication, account, clock.instant());
        });
    }

    PublicationView resolve(Caller caller, PublicationId id, boolean wasPublished, long version) {
        return decide(caller, id, version, "publication.resolve", (handle, publication) -> {
            if (publication.state() != PublicationState.HELD
                    || publication.heldFor() != Publication.HeldFor.UNDECIDABLE) {
                throw conflict(publication, "needs no decision");
            }
            if (wasPublished) {
                Instant at = Optional.ofNullable(publication.intentAt()).orElse(clock.instant());
                steps.settleByHand(handle, caller.workspace(), publication, at, caller.name());
            } else {
                LinkedAccount account = accounts.require(caller, publication.account(), Right.PUBLISH);
                planner.plan(handle, caller, publication, account, clock.instant());
            }
        });
    }

    PublicationView retract(Caller caller, PublicationId id, long version) {
        return decide(caller, id, version, "publication.retract", (handle, publication) -> {
            if (publication.state() != PublicationState.PUBLISHED || publication.remoteId() == null) {
                throw conflict(publication, "cannot be taken back");
            }
            LinkedAccount account = accounts.require(caller, publication.account(), Right.PUBLISH);
            steps.askToRetract(handle, caller.workspace(), publication, caller.name());
            outbox.add(Obligations.retract(caller.workspace(), account, id, clock.instant()));
        });
    }

    /** The change is known to be within the network's limits. */
    PublicationView edit(Caller caller, LinkedAccount account, PublicationId id, Publication.Edit edit, long version) {
        return decide(caller, id, version, "publication.edit", (handle, publication) -> {
            if (publication.state() != PublicationState.PUBLISHED || publication.remoteId() == null) {
                throw conflict(publication, "cannot be changed at its network");
            }
            steps.askToEdit(handle, caller.workspace(), publication, edit, caller.name());
            outbox.add(Obligations.edit(caller.workspace(), account, id, clock.instant()));
            outbox.reschedule(caller.workspace(), EditHandler.KIND, id.toString(), clock.instant());
        });
    }

    PublicationView retryComment(Caller caller, PublicationId id, long version) {
        return decide(caller, id, version, "publication.comment.retry", (handle, publication) -> {
            Comments.Comment comment = publication.comment();
            if (comment == null || comment.state() != ReplyState.FAILED) {
                throw new ProblemException(Problem.CONFLICT, "There is no first comment here that failed.");
            }
            sendComment(handle, caller, publication);
        });
    }

    PublicationView resolveComment(Caller caller, PublicationId id, boolean wasSent, long version) {
        return decide(caller, id, version, "publication.comment.resolve", (handle, publication) -> {
            Comments.Comment comment = publication.comment();
            if (comment == null || comment.state() != ReplyState.HELD) {
                throw new ProblemException(Problem.CONFLICT, "There is no first comment here that needs a decision.");
            }
            if (wasSent) {
                Comments.sent(handle, id, null);
                steps.tell(handle, caller.workspace(), publication, "first comment sent", "so says " + caller.name());
            } else {
                sendComment(handle, caller, publication);
            }
        });
    }

    private void sendComment(Handle handle, Caller caller, Publication publication) {
        LinkedAccount account = accounts.require(caller, publication.account(), Right.PUBLISH);
        Comments.state(handle, publication.id(), ReplyState.WAITING, "");
        outbox.add(Obligations.comment(caller.workspace(), account, publication.id(), clock.instant()));
    }

    private PublicationView decide(
            Caller caller, PublicationId id, long version, String action, BiConsumer<Handle, Publication> decision) {
        return database.inWorkspace(caller.workspace(), handle -> {
            Publication publication =
                    Publications.lock(handle, id).orElseThrow(() -> ProblemException.notFound("publication"));
            accounts.require(caller, publication.account(), Right.PUBLISH);
            Posts.requireVersion(publication.version(), version);
            decision.accept(handle, publication);
            audit.record(caller, action, "publication:" + id, Map.of());
            return Publications.find(handle, id).orElseThrow().view();
        });
    }

    private static ProblemException conflict(Publication publication, String what) {
        return new ProblemException(
                Problem.CONFLICT, "A publication that is " + publication.state() + " " + what + ".");
    }
}
