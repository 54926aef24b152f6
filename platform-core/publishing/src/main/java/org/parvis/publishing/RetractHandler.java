package org.parvis.publishing;

import java.time.Clock;
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
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.NetworkException;
import org.parvis.store.Database;

/** Takes published posts back. Deleting twice does no harm, so a lost answer is simply tried again. */
@Component(service = ObligationHandler.class)
public final class RetractHandler implements ObligationHandler {
    static final String KIND = "publishing.retract";

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final RetryPolicy retries;
    private final Steps steps;

    @Activate
    public RetractHandler(
            @Reference(target = "(schema=publishing)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference RetryPolicy retries,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference ChangeParticipants participants,
            @Reference Hints hints) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.retries = retries;
        this.steps = new Steps(clock, participants, hints);
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
        if (found.isEmpty() || !found.get().retracting()) {
            return Settlement.done();
        }
        Publication publication = found.get();
        RemoteId remoteId = publication.remoteId();
        Optional<LinkedAccount> account = accounts.find(workspace, publication.account());
        if (remoteId == null || account.isEmpty()) {
            return stay(workspace, lease, publication, "The account is no longer linked.");
        }
        try {
            calls.call(account.get(), CallKind.WRITE, Purpose.PUBLISHING, publication.key(), (plugin, call) -> {
                Publishers.of(plugin).retract(call, remoteId);
                return remoteId;
            });
        } catch (NetworkAbsentException absent) {
            return new Settlement.Waiting(Settlement.WaitingFor.NETWORK, String.valueOf(absent.getMessage()));
        } catch (NetworkException failure) {
            return afterFailure(obligation, lease, publication, failure);
        }
        return gone(workspace, lease, publication, "");
    }

    private Settlement afterFailure(
            Obligation obligation, Lease lease, Publication publication, NetworkException failure) {
        return switch (failure.kind()) {
            case NOT_FOUND, GONE -> gone(obligation.workspace(), lease, publication, "It was gone already.");
            case TRANSIENT, RATE_LIMITED, QUOTA_EXHAUSTED, TOKEN_EXPIRED, OUTCOME_UNKNOWN ->
                retries.afterFailure(obligation, failure);
            default -> stay(obligation.workspace(), lease, publication, String.valueOf(failure.getMessage()));
        };
    }

    private Settlement gone(WorkspaceId workspace, Lease lease, Publication publication, String reason) {
        return Outcome.settle(database, workspace, lease, handle -> {
            steps.remove(handle, workspace, publication, PublicationState.RETRACTED, reason);
            return Settlement.done();
        });
    }

    private Settlement stay(WorkspaceId workspace, Lease lease, Publication publication, String reason) {
        return Outcome.settle(database, workspace, lease, handle -> {
            steps.stayPublished(handle, workspace, publication, reason);
            return Settlement.done();
        });
    }
}
