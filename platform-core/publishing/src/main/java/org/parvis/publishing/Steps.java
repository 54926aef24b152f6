package org.parvis.publishing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.change.Change;
import org.parvis.api.hint.Hint;
import org.parvis.api.publishing.Origin;
import org.parvis.api.publishing.PublicationState;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.hint.Hints;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.Violation;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.PublishOutcome;

/**
 * The steps a publication takes. Each runs inside the caller's transaction, writes the new state and the line of the story
 * together, tells the other services and sends a hint after the commit.
 */
final class Steps {
    private final Clock clock;
    private final ChangeParticipants participants;
    private final Hints hints;

    Steps(Clock clock, ChangeParticipants participants, Hints hints) {
        this.clock = clock;
        this.participants = participants;
        this.hints = hints;
    }

    /** Commits the intent: from here on something may leave. False when somebody decided otherwise meanwhile. */
    boolean send(Handle handle, WorkspaceId workspace, Publication publication) {
        Instant now = clock.instant();
        int changed = handle.createUpdate("""
                        update publishing.publication
                        set state = 'SENDING', reason = '', held_for = null, violations = '[]', attempts = attempts + 1,
                            intent = intent + 1, intent_at = :now, left_at = :now, looks = 0, resume_token = null,
                            resuming = false, version = version + 1
                        where id = :id and state in ('SCHEDULED', 'WAITING_FOR_NETWORK')
                        """)
                .bind("id", publication.id().value())
                .bind("now", now)
                .execute();
        if (changed == 1) {
            tell(handle, workspace, publication, "sending", "attempt " + (publication.attempts() + 1));
        }
        return changed == 1;
    }

    /** Commits the intent of a further step of a pending publication. False when somebody decided otherwise meanwhile. */
    boolean resume(Handle handle, Publication publication) {
        return handle.createUpdate("""
                        update publishing.publication set resuming = true, left_at = :now, version = version + 1
                        where id = :id and state = 'PENDING_REMOTE' and resume_token is not null
                        """)
                        .bind("id", publication.id().value())
                        .bind("now", clock.instant())
                        .execute()
                == 1;
    }

    /** The further step is known not to have been taken; the publication is pending as before. */
    void stayPending(Handle handle, WorkspaceId workspace, Publication publication, String reason) {
        change(handle, publication, PublicationState.PENDING_REMOTE, reason, null, List.of());
        if (!reason.equals(publication.reason())) {
            tell(handle, workspace, publication, "still pending", reason);
        }
    }

    /** It is out. A row that the timeline already brought for the same remote id is joined into this one. */
    void publish(Handle handle, WorkspaceId workspace, Publication publication, PublishOutcome.Published outcome) {
        List<Change> changes = new ArrayList<>(joinNative(handle, publication, outcome.id()));
        handle.createUpdate("""
                        update publishing.publication
                        set state = 'PUBLISHED', reason = '', held_for = null, violations = '[]', published_at = :publishedAt,
                            listed_at = :publishedAt, remote_id = :remoteId, permalink = :permalink, resume_token = null,
                            resuming = false, warnings = :warnings::jsonb, version = version + 1
                        where id = :id
                        """)
                .bind("id", publication.id().value())
                .bind("publishedAt", outcome.publishedAt())
                .bind("remoteId", outcome.id().value())
                .bind("warnings", StoredJson.write(outcome.warnings()))
                .bind(
                        "permalink",
                        outcome.permalink() == null ? null : outcome.permalink().toString())
                .execute();
        changes.add(new Change.PublicationPublished(
                publication.account(), publication.id(), outcome.id(), outcome.publishedAt()));
        changes.add(new Change.PublicationMoved(
                publication.account(),
                publication.id(),
                PublicationState.PUBLISHED,
                lateness(publication, outcome.publishedAt())));
        participants.announce(workspace, changes);
        tell(handle, workspace, publication, "published", "as " + outcome.id());
        outcome.warnings().forEach(warning -> tell(handle, workspace, publication, "warned", warning.message()));
    }

    /** Networks round their times: what seems to be early was in time. */
    private static @Nullable Duration lateness(Publication publication, Instant publishedAt) {
        if (publication.dueAt() == null) {
            return null;
        }
        Duration late = Duration.between(publication.dueAt(), publishedAt);
        return late.isNegative() ? Duration.ZERO : late;
    }

    private void move(WorkspaceId workspace, Publication publication, PublicationState state) {
        participants.announce(
                workspace, List.of(new Change.PublicationMoved(publication.account(), publication.id(), state, null)));
    }

    private static List<Change> joinNative(Handle handle, Publication publication, RemoteId remoteId) {
        return handle
                .createQuery("""
                        delete from publishing.publication
                        where account_id = :account and remote_id = :remoteId and origin = 'NATIVE' and id <> :id
                        returning id
                        """)
                .bind("account", publication.account().value())
                .bind("remoteId", remoteId.value())
                .bind("id", publication.id().value())
                .mapTo(UUID.class)
                .list()
                .stream()
                .<Change>map(
                        id -> new Change.PublicationRemoved(publication.account(), new PublicationId(id), "It is ours"))
                .toList();
    }

    /** The network works on it. */
    void pend(Handle handle, WorkspaceId workspace, Publication publication, PublishOutcome.Pending outcome) {
        handle.createUpdate("""
                        update publishing.publication
                        set state = 'PENDING_REMOTE', reason = '', resume_token = :token, expires_at = :expiresAt, resuming = false,
                            version = version + 1
                        where id = :id
                        """)
                .bind("id", publication.id().value())
                .bind("token", outcome.token().value())
                .bind("expiresAt", outcome.expiresAt())
                .execute();
        if (publication.state() != PublicationState.PENDING_REMOTE) {
            tell(handle, workspace, publication, "pending", "The network works on it");
        }
    }

    /** It may have left: nobody sends it again before it was looked up. */
    void lose(Handle handle, WorkspaceId workspace, Publication publication, String reason) {
        change(handle, publication, PublicationState.UNKNOWN, reason, null, List.of());
        move(workspace, publication, PublicationState.UNKNOWN);
        tell(handle, workspace, publication, "unknown", reason);
    }

    /** It was looked up and not decided yet. */
    void look(Handle handle, WorkspaceId workspace, Publication publication, String finding) {
        handle.createUpdate("update publishing.publication set looks = looks + 1, version = version + 1 where id = :id")
                .bind("id", publication.id().value())
                .execute();
        tell(handle, workspace, publication, "looked up", finding);
    }

    /** It is known not to be out and goes out later. */
    void postpone(Handle handle, WorkspaceId workspace, Publication publication, String reason) {
        change(handle, publication, PublicationState.SCHEDULED, reason, null, List.of());
        tell(handle, workspace, publication, "postponed", reason);
    }

    void awaitNetwork(Handle handle, WorkspaceId workspace, Publication publication, String reason) {
        if (publication.state() != PublicationState.WAITING_FOR_NETWORK) {
            change(handle, publication, PublicationState.WAITING_FOR_NETWORK, reason, null, List.of());
            move(workspace, publication, PublicationState.WAITING_FOR_NETWORK);
            tell(handle, workspace, publication, "waiting for its network", reason);
        }
    }

    void hold(Handle handle, WorkspaceId workspace, Publication publication, Publication.HeldFor why, String reason) {
        change(handle, publication, PublicationState.HELD, reason, why, List.of());
        move(workspace, publication, PublicationState.HELD);
        tell(handle, workspace, publication, "held", reason);
    }

    void fail(
            Handle handle, WorkspaceId workspace, Publication publication, String reason, List<Violation> violations) {
        change(handle, publication, PublicationState.FAILED, reason, null, violations);
        move(workspace, publication, PublicationState.FAILED);
        tell(handle, workspace, publication, "failed", reason);
    }

    void cancel(Handle handle, WorkspaceId workspace, Publication publication, String by) {
        change(handle, publication, PublicationState.CANCELLED, "", null, List.of());
        move(workspace, publication, PublicationState.CANCELLED);
        tell(handle, workspace, publication, "cancelled", "by " + by);
    }

    /**
     * Plans it; {@code due} may be the present. What the network was already working on when the account broke goes on there:
     * to begin anew would publish it twice.
     */
    void schedule(Handle handle, WorkspaceId workspace, Publication publication, Instant due, String by) {
        boolean resumes =
                publication.heldFor() == Publication.HeldFor.ACCOUNT && publication.mayResume(clock.instant());
        handle.createUpdate("""
                        update publishing.publication
                        set state = :state, reason = :reason, held_for = null, violations = '[]', due_at = :due,
                            listed_at = :due, resuming = false, version = version + 1,
                            resume_token = case when :resumes then resume_token end
                        where id = :id
                        """)
                .bind("id", publication.id().value())
                .bind("due", due)
                .bind("state", resumes ? "PENDING_REMOTE" : "SCHEDULED")
                .bind("resumes", resumes)
                .bind("reason", publication.continues() == null ? "" : "It goes out after the post it continues.")
                .execute();
        tell(handle, workspace, publication, "scheduled", "for " + due + " by " + by);
    }

    /** A person says that it went out; nobody knows its remote id until the timeline brings it. */
    void settleByHand(Handle handle, WorkspaceId workspace, Publication publication, Instant publishedAt, String by) {
        handle.createUpdate("""
                        update publishing.publication
                        set state = 'PUBLISHED', reason = '', held_for = null, published_at = :at, listed_at = :at,
                            version = version + 1
                        where id = :id
                        """)
                .bind("id", publication.id().value())
                .bind("at", publishedAt)
                .execute();
        move(workspace, publication, PublicationState.PUBLISHED);
        tell(handle, workspace, publication, "published", "so says " + by);
    }

    void askToRetract(Handle handle, WorkspaceId workspace, Publication publication, String by) {
        handle.createUpdate("update publishing.publication set retracting = true, version = version + 1 where id = :id")
                .bind("id", publication.id().value())
                .execute();
        tell(handle, workspace, publication, "retracting", "by " + by);
    }

    void stayPublished(Handle handle, WorkspaceId workspace, Publication publication, String reason) {
        handle.createUpdate(
                        "update publishing.publication set retracting = false, reason = :reason, version = version + 1 where id = :id")
                .bind("id", publication.id().value())
                .bind("reason", reason)
                .execute();
        tell(handle, workspace, publication, "not retracted", reason);
    }

    void askToEdit(Handle handle, WorkspaceId workspace, Publication publication, Publication.Edit edit, String by) {
        handle.createUpdate("""
                        update publishing.publication
                        set edit_text = :text, edit_options = :options::jsonb, reason = '', violations = '[]',
                            version = version + 1
                        where id = :id
                        """)
                .bind("id", publication.id().value())
                .bind("text", edit.text())
                .bind("options", StoredJson.write(edit.options()))
                .execute();
        tell(handle, workspace, publication, "editing", "by " + by);
    }

    /** It is out as it was changed; false when another change was asked for meanwhile, which is still to go out. */
    boolean edited(Handle handle, WorkspaceId workspace, Publication publication, Publication.Edit edit) {
        int changed = handle.createUpdate("""
                        update publishing.publication
                        set text = edit_text, options = edit_options, edit_text = null, edit_options = null, reason = '',
                            version = version + 1
                        where id = :id and edit_text = :text and edit_options = :options::jsonb
                        """)
                .bind("id", publication.id().value())
                .bind("text", edit.text())
                .bind("options", StoredJson.write(edit.options()))
                .execute();
        tell(handle, workspace, publication, "edited", "");
        return changed == 1;
    }

    void stayUnedited(
            Handle handle, WorkspaceId workspace, Publication publication, String reason, List<Violation> violations) {
        handle.createUpdate("""
                        update publishing.publication
                        set edit_text = null, edit_options = null, reason = :reason, violations = :violations::jsonb,
                            version = version + 1
                        where id = :id
                        """)
                .bind("id", publication.id().value())
                .bind("reason", reason)
                .bind("violations", StoredJson.write(violations))
                .execute();
        tell(handle, workspace, publication, "not edited", reason);
    }

    /** It is no longer at the network: taken back by us, or gone by itself. */
    void remove(Handle handle, WorkspaceId workspace, Publication publication, PublicationState state, String reason) {
        handle.createUpdate("""
                        update publishing.publication
                        set state = :state, reason = :reason, retracting = false, version = version + 1 where id = :id
                        """)
                .bind("id", publication.id().value())
                .bind("state", state.name())
                .bind("reason", reason)
                .execute();
        participants.announce(
                workspace, List.of(new Change.PublicationRemoved(publication.account(), publication.id(), reason)));
        if (publication.origin() == Origin.PARVIS) {
            move(workspace, publication, state);
        }
        tell(handle, workspace, publication, state == PublicationState.RETRACTED ? "retracted" : "gone", reason);
    }

    /** Writes a line of the story and sends a hint. */
    void tell(Handle handle, WorkspaceId workspace, Publication publication, String what, String detail) {
        Instant now = clock.instant();
        handle.createUpdate("""
                        insert into publishing.event (workspace_id, publication_id, at, what, detail)
                        values (:workspace, :publication, :at, :what, :detail)
                        """)
                .bind("workspace", workspace.value())
                .bind("publication", publication.id().value())
                .bind("at", now)
                .bind("what", what)
                .bind("detail", detail)
                .execute();
        hints.send(new Hint(
                Hint.PUBLICATION,
                workspace,
                publication.account(),
                publication.id().toString(),
                now));
    }

    private static void change(
            Handle handle,
            Publication publication,
            PublicationState state,
            String reason,
            Publication.@Nullable HeldFor heldFor,
            List<Violation> violations) {
        handle.createUpdate("""
                        update publishing.publication
                        set state = :state, reason = :reason, held_for = :heldFor, violations = :violations::jsonb,
                            resuming = false, version = version + 1
                        where id = :id
                        """)
                .bind("id", publication.id().value())
                .bind("state", state.name())
                .bind("reason", reason)
                .bind("heldFor", heldFor == null ? null : heldFor.name())
                .bind("violations", StoredJson.write(violations))
                .execute();
    }
}
