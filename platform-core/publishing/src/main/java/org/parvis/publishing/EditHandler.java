package org.parvis.publishing;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.Purpose;
import org.parvis.api.publishing.PublicationState;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.media.MediaLibraries;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;
import org.parvis.store.Database;

/**
 * Changes what is out. Making a post what it is already does no harm, so a lost answer, or a death in between, is simply tried
 * again.
 */
@Component(service = ObligationHandler.class)
public final class EditHandler implements ObligationHandler {
    static final String KIND = "publishing.edit";

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final RetryPolicy retries;
    private final Clock clock;
    private final Steps steps;
    private final AttachedMedia media;

    @Activate
    public EditHandler(
            @Reference(target = "(schema=publishing)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference RetryPolicy retries,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference ChangeParticipants participants,
            @Reference Hints hints,
            @Reference MediaLibraries media) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.retries = retries;
        this.clock = clock;
        this.steps = new Steps(clock, participants, hints);
        this.media = new AttachedMedia(media);
    }

    @Override
    public Set<String> kinds() {
        return Set.of(KIND);
    }

    @Override
    public Set<String> toldOfAbsence() {
        return kinds();
    }

    @Override
    public String subject() {
        return "publication";
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        WorkspaceId workspace = obligation.workspace();
        Optional<Publication> found = database.inWorkspace(
                workspace, handle -> Publications.find(handle, PublicationId.of(obligation.key())));
        Publication.Edit edit = found.map(Publication::edit).orElse(null);
        if (found.isEmpty() || edit == null) {
            return Settlement.done();
        }
        Publication publication = found.get();
        RemoteId remoteId = publication.remoteId();
        Optional<LinkedAccount> account = accounts.find(workspace, publication.account());
        if (remoteId == null || account.isEmpty()) {
            return stay(workspace, lease, publication, "The account is no longer linked.", List.of());
        }
        Variant variant = database.inWorkspace(
                workspace,
                handle -> new Variant(
                        publication.format(),
                        edit.text(),
                        media.find(workspace, account.get().brand(), publication.media())
                                .map(AttachedMedia.Found::files)
                                .orElse(List.of()),
                        edit.options(),
                        null));
        IdempotencyKey key = new IdempotencyKey(publication.id() + ":edit");
        try {
            calls.call(account.get(), CallKind.WRITE, Purpose.PUBLISHING, key, (plugin, call) -> {
                Publishers.of(plugin).edit(call, remoteId, variant);
                return remoteId;
            });
        } catch (NetworkAbsentException absent) {
            return new Settlement.Waiting(Settlement.WaitingFor.NETWORK, String.valueOf(absent.getMessage()));
        } catch (NetworkException failure) {
            return afterFailure(obligation, lease, publication, failure);
        }
        return Outcome.settle(database, workspace, lease, handle -> {
            boolean last = steps.edited(handle, workspace, publication, edit);
            return last
                    ? Settlement.done()
                    : new Settlement.Again(clock.instant(), false, "It was changed again meanwhile");
        });
    }

    private Settlement afterFailure(
            Obligation obligation, Lease lease, Publication publication, NetworkException failure) {
        WorkspaceId workspace = obligation.workspace();
        String reason = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case NOT_FOUND, GONE ->
                Outcome.settle(database, workspace, lease, handle -> {
                    steps.remove(
                            handle,
                            workspace,
                            publication,
                            PublicationState.GONE,
                            "It was gone at its network when it was to be changed.");
                    return Settlement.done();
                });
            case TRANSIENT, RATE_LIMITED, QUOTA_EXHAUSTED, TOKEN_EXPIRED, OUTCOME_UNKNOWN -> {
                Settlement next = retries.afterFailure(obligation, failure);
                yield next instanceof Settlement.Dead dead
                        ? stay(workspace, lease, publication, dead.reason(), List.of())
                        : next;
            }
            default -> stay(workspace, lease, publication, reason, failure.violations());
        };
    }

    private Settlement stay(
            WorkspaceId workspace, Lease lease, Publication publication, String reason, List<Violation> violations) {
        return Outcome.settle(database, workspace, lease, handle -> {
            steps.stayUnedited(handle, workspace, publication, "It was not changed: " + reason, violations);
            return Settlement.done();
        });
    }
}
