package org.parvis.publishing;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.inbox.ReplyState;
import org.parvis.api.network.Purpose;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.LeaseLostException;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;
import org.parvis.spi.Sent;
import org.parvis.store.Database;
import org.parvis.store.DatabaseUnavailableException;

/**
 * Writes first comments: never twice, never lost. The intent is committed before the first byte leaves. What became of one
 * without an answer is found out from what the account wrote itself; only what is provably not there is sent again.
 */
@Component(service = ObligationHandler.class, configurationPid = "org.parvis.publishing")
public final class CommentHandler implements ObligationHandler {
    static final String KIND = "publishing.comment";
    /** A comment that never arrives twice in a row is not sent a third time. */
    private static final int INTENTS = 2;

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final RetryPolicy retries;
    private final Clock clock;
    private final Steps steps;
    private volatile PublishingSettings settings;

    @Activate
    public CommentHandler(
            @Reference(target = "(schema=publishing)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference RetryPolicy retries,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference ChangeParticipants participants,
            @Reference Hints hints,
            PublishingConfiguration configuration) {
        this(
                database,
                accounts,
                calls,
                retries,
                clock,
                new Steps(clock, participants, hints),
                PublishingSettings.of(configuration));
    }

    CommentHandler(
            Database database,
            Accounts accounts,
            NetworkCalls calls,
            RetryPolicy retries,
            Clock clock,
            Steps steps,
            PublishingSettings settings) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.retries = retries;
        this.clock = clock;
        this.steps = steps;
        this.settings = settings;
    }

    /** What is under way ends by the values it began with. */
    @Modified
    void configure(PublishingConfiguration configuration) {
        settings = PublishingSettings.of(configuration);
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
        Comments.Comment comment = found.map(Publication::comment).orElse(null);
        if (found.isEmpty() || comment == null || comment.state() == null) {
            return Settlement.done();
        }
        Publication publication = found.get();
        Optional<LinkedAccount> account = accounts.find(workspace, publication.account());
        RemoteId under = publication.remoteId();
        if (account.isEmpty() || under == null) {
            return Settlement.done();
        }
        if (!account.get().works()) {
            return new Settlement.Waiting(
                    Settlement.WaitingFor.PERSON,
                    "The account is " + account.get().state());
        }
        Round round = new Round(obligation, lease, account.get(), publication, comment, under);
        return switch (comment.state()) {
            case WAITING, WAITING_FOR_NETWORK -> round.send();
            case SENDING -> round.lost("The platform stopped while it was being sent.");
            case UNKNOWN -> round.findOut();
            case SENT, FAILED, HELD -> Settlement.done();
        };
    }

    /** One handling of one obligation. */
    private final class Round {
        private final Obligation obligation;
        private final Lease lease;
        private final LinkedAccount account;
        private final Publication publication;
        private final Comments.Comment comment;
        private final RemoteId under;

        Round(
                Obligation obligation,
                Lease lease,
                LinkedAccount account,
                Publication publication,
                Comments.Comment comment,
                RemoteId under) {
            this.obligation = obligation;
            this.lease = lease;
            this.account = account;
            this.publication = publication;
            this.comment = comment;
            this.under = under;
        }

        Settlement send() {
            boolean begun = database.inWorkspace(account.workspace(), handle -> {
                lease.assertHeld();
                return Comments.send(handle, publication.id(), clock.instant());
            });
            if (!begun) {
                return Settlement.done();
            }
            lease.assertHeld();
            IdempotencyKey key = new IdempotencyKey(publication.id() + ":comment:" + (comment.intent() + 1));
            Sent sent;
            try {
                sent = calls.call(
                        account,
                        CallKind.WRITE,
                        Purpose.PUBLISHING,
                        key,
                        (plugin, call) -> Publishers.of(plugin).comment(call, under, comment.text()));
            } catch (NetworkException failure) {
                return afterFailure(failure);
            } catch (NetworkAbsentException absent) {
                String reason = String.valueOf(absent.getMessage());
                return settle(
                        ReplyState.WAITING_FOR_NETWORK,
                        reason,
                        new Settlement.Waiting(Settlement.WaitingFor.NETWORK, reason));
            } catch (LeaseLostException | DatabaseUnavailableException notOurs) {
                throw notOurs;
            } catch (RuntimeException broken) {
                return lost("The call broke off: " + broken.getMessage());
            }
            return sent(sent.id());
        }

        private Settlement sent(RemoteId id) {
            return write(handle -> {
                Comments.sent(handle, publication.id(), id);
                steps.tell(handle, account.workspace(), publication, "first comment sent", "as " + id);
                return Settlement.done();
            });
        }

        /** Only where it is certain that nothing went out may the same comment be sent again. */
        private Settlement afterFailure(NetworkException failure) {
            String reason = String.valueOf(failure.getMessage());
            return switch (failure.kind()) {
                case OUTCOME_UNKNOWN, DUPLICATE, DEFECT -> lost(reason);
                case CONTENT_REJECTED,
                        POLICY_REJECTED,
                        REPLY_WINDOW_CLOSED,
                        NOT_FOUND,
                        GONE,
                        UNSUPPORTED,
                        API_RETIRED -> settle(ReplyState.FAILED, reason, Settlement.done());
                default -> {
                    Settlement next = retries.afterFailure(obligation, failure);
                    yield next instanceof Settlement.Dead
                            ? settle(ReplyState.FAILED, reason, Settlement.done())
                            : settle(ReplyState.WAITING, reason, next);
                }
            };
        }

        Settlement lost(String reason) {
            return settle(
                    ReplyState.UNKNOWN,
                    reason,
                    new Settlement.Again(clock.instant().plus(settings.firstLook()), false, "To be looked up"));
        }

        Settlement findOut() {
            Instant sentAt = Objects.requireNonNull(comment.intentAt());
            OwnWords.Finding finding;
            try {
                finding = calls.call(
                        account,
                        CallKind.READ,
                        Purpose.PUBLISHING,
                        new IdempotencyKey(publication.id() + ":comment:" + comment.intent()),
                        (plugin, call) -> OwnWords.look(plugin, call, under, comment.text(), sentAt));
            } catch (NetworkAbsentException absent) {
                return new Settlement.Waiting(Settlement.WaitingFor.NETWORK, String.valueOf(absent.getMessage()));
            } catch (NetworkException failure) {
                Settlement next = retries.afterFailure(obligation, failure);
                return next instanceof Settlement.Dead ? undecided(String.valueOf(failure.getMessage())) : next;
            }
            if (finding.comment() != null) {
                return sent(finding.comment());
            }
            return finding.complete() ? absent(sentAt) : undecided("the network does not show all the account wrote");
        }

        /** Absence proves something only after the last moment at which it could still have become visible. */
        private Settlement absent(Instant sentAt) {
            Instant provedAt = settings.visibleUntil(sentAt, calls.descriptor(account.network()));
            if (clock.instant().isBefore(provedAt)) {
                return new Settlement.Again(provedAt, false, "Not seen yet");
            }
            if (comment.intent() >= INTENTS) {
                return hold("it was sent " + comment.intent() + " times and never seen");
            }
            return settle(
                    ReplyState.WAITING,
                    "It is proved not to have arrived, and is sent again.",
                    new Settlement.Again(clock.instant(), true, "Proved absent"));
        }

        private Settlement undecided(String reason) {
            if (comment.looks() + 1 >= settings.looks()) {
                return hold(reason);
            }
            return write(handle -> {
                Comments.look(handle, publication.id());
                return new Settlement.Again(clock.instant().plus(settings.pauseAfter(comment.looks())), false, reason);
            });
        }

        private Settlement hold(String reason) {
            return settle(
                    ReplyState.HELD,
                    "Nobody can find out whether the first comment went out (" + reason
                            + "); look at the account and say so.",
                    Settlement.done());
        }

        private Settlement settle(ReplyState state, String reason, Settlement settlement) {
            return write(handle -> {
                Comments.state(handle, publication.id(), state, reason);
                steps.tell(handle, account.workspace(), publication, "first comment " + state, reason);
                return settlement;
            });
        }

        private Settlement write(Outcome outcome) {
            return Outcome.settle(database, account.workspace(), lease, outcome);
        }
    }
}
