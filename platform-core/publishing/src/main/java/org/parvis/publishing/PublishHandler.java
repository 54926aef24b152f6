package org.parvis.publishing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
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
import org.parvis.engine.outbox.LeaseLostException;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.ErrorKind;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ResumeToken;
import org.parvis.store.Database;
import org.parvis.store.DatabaseUnavailableException;

/**
 * Sends publications. The intent is committed before anything leaves; whoever finds a committed intent without an outcome
 * looks the publication up at the network and sends it again only when it is proved absent.
 */
@Component(service = ObligationHandler.class, configurationPid = "org.parvis.publishing")
@Designate(ocd = PublishingConfiguration.class)
public final class PublishHandler implements ObligationHandler {
    static final String KIND = "publishing.publish";

    private static final Duration LIBRARY_AWAY = Duration.ofSeconds(30);

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final RetryPolicy retries;
    private final Clock clock;
    private final Steps steps;
    private final AttachedMedia media;
    private final FollowUps followUps;
    private volatile PublishingSettings settings;

    @Activate
    public PublishHandler(
            @Reference(target = "(schema=publishing)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference RetryPolicy retries,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference ChangeParticipants participants,
            @Reference Hints hints,
            @Reference MediaLibraries media,
            @Reference Outbox outbox,
            PublishingConfiguration configuration) {
        this(
                database,
                accounts,
                calls,
                retries,
                clock,
                new Steps(clock, participants, hints),
                new AttachedMedia(media),
                new FollowUps(outbox, clock),
                PublishingSettings.of(configuration));
    }

    PublishHandler(
            Database database,
            Accounts accounts,
            NetworkCalls calls,
            RetryPolicy retries,
            Clock clock,
            Steps steps,
            AttachedMedia media,
            FollowUps followUps,
            PublishingSettings settings) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.retries = retries;
        this.clock = clock;
        this.steps = steps;
        this.media = media;
        this.followUps = followUps;
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
        if (found.isEmpty()) {
            return Settlement.done();
        }
        Publication publication = found.get();
        Optional<LinkedAccount> account = accounts.find(workspace, publication.account());
        if (account.isEmpty()) {
            return Outcome.settle(database, workspace, lease, handle -> {
                steps.hold(
                        handle,
                        workspace,
                        publication,
                        Publication.HeldFor.ACCOUNT,
                        "The account is no longer linked.");
                return Settlement.done();
            });
        }
        Round round = new Round(obligation, lease, workspace, account.get());
        return switch (publication.state()) {
            case SCHEDULED, WAITING_FOR_NETWORK -> round.send(publication);
            case SENDING -> round.foundInFlight(publication);
            case UNKNOWN -> round.lookUp(publication);
            case PENDING_REMOTE ->
                publication.resuming() ? round.foundInFlight(publication) : round.resume(publication);
            default -> Settlement.done();
        };
    }

    /** One handling of one obligation. */
    private final class Round {
        private final Obligation obligation;
        private final Lease lease;
        private final WorkspaceId workspace;
        private final LinkedAccount account;

        Round(Obligation obligation, Lease lease, WorkspaceId workspace, LinkedAccount account) {
            this.obligation = obligation;
            this.lease = lease;
            this.workspace = workspace;
            this.account = account;
        }

        Settlement send(Publication publication) {
            Instant due = publication.dueAt();
            if (due != null && clock.instant().isAfter(due.plus(settings.lateness()))) {
                return write(handle -> {
                    steps.hold(
                            handle,
                            workspace,
                            publication,
                            Publication.HeldFor.LATE,
                            "It was due at " + due + " and could not go out in time; publish it now or cancel it.");
                    return Settlement.done();
                });
            }
            if (!account.works()) {
                return write(handle -> {
                    steps.hold(
                            handle,
                            workspace,
                            publication,
                            Publication.HeldFor.ACCOUNT,
                            "The account is " + account.state() + "; it goes out when that is mended.");
                    return Settlement.done();
                });
            }
            Optional<Outgoing> begun = begin(publication);
            if (begun.isEmpty()) {
                return Settlement.settled();
            }
            Outgoing sending = begun.get();
            lease.assertHeld();
            return attempt(
                    sending.publication(),
                    sending.variant(),
                    publisher -> call -> publisher.publish(call, sending.variant()));
        }

        /** Commits the intent. Empty when nothing goes out now; the obligation is settled then. */
        private Optional<Outgoing> begin(Publication publication) {
            return database.inWorkspace(workspace, handle -> {
                lease.assertHeld();
                Optional<AttachedMedia.Found> files = media.find(workspace, account.brand(), publication.media());
                if (files.isEmpty()) {
                    lease.settle(new Settlement.Again(
                            clock.instant().plus(LIBRARY_AWAY), false, "The media library is not there just now"));
                    return Optional.empty();
                }
                if (!files.get().missing().isEmpty()) {
                    steps.fail(
                            handle,
                            workspace,
                            publication,
                            "A file that goes with it was deleted: "
                                    + files.get().missing() + ".",
                            List.of());
                    lease.settle(Settlement.done());
                    return Optional.empty();
                }
                RemoteId replyTo = before(handle, publication);
                if (publication.continues() != null && replyTo == null) {
                    // what makes the one before known adds the obligation anew
                    lease.settle(Settlement.done());
                    return Optional.empty();
                }
                if (!steps.send(handle, workspace, publication)) {
                    lease.settle(Settlement.done());
                    return Optional.empty();
                }
                Publication sending =
                        Publications.find(handle, publication.id()).orElseThrow();
                return Optional.of(
                        new Outgoing(sending, sending.variant(files.get().files(), replyTo)));
            });
        }

        private @Nullable RemoteId before(Handle handle, Publication publication) {
            return publication.continues() == null
                    ? null
                    : Publications.find(handle, publication.continues())
                            .filter(p -> p.state() == PublicationState.PUBLISHED)
                            .map(Publication::remoteId)
                            .orElse(null);
        }

        /** As it went out, or may have; files that were deleted since are left out. */
        private Variant variant(Publication publication) {
            return database.inWorkspace(
                    workspace,
                    handle -> publication.variant(
                            media.find(workspace, account.brand(), publication.media())
                                    .map(AttachedMedia.Found::files)
                                    .orElse(List.of()),
                            before(handle, publication)));
        }

        /** A lease ended between intent and outcome: whoever held it died, or could not write what it learned. */
        Settlement foundInFlight(Publication publication) {
            database.useWorkspace(workspace, handle -> {
                lease.assertHeld();
                steps.lose(handle, workspace, publication, "The platform stopped while it was being sent.");
            });
            Publication unknown = database.inWorkspace(workspace, handle -> Publications.find(handle, publication.id()))
                    .orElseThrow();
            return lookUp(unknown);
        }

        Settlement resume(Publication publication) {
            Instant expiresAt = publication.expiresAt();
            if (expiresAt != null && clock.instant().isAfter(expiresAt)) {
                return write(handle -> {
                    steps.fail(
                            handle,
                            workspace,
                            publication,
                            "The network did not finish processing it in the time it grants.",
                            List.of());
                    return Settlement.done();
                });
            }
            ResumeToken token = new ResumeToken(Objects.requireNonNull(publication.resumeToken()));
            boolean begun = database.inWorkspace(workspace, handle -> {
                lease.assertHeld();
                return steps.resume(handle, publication);
            });
            if (!begun) {
                return Settlement.done();
            }
            lease.assertHeld();
            Variant variant = variant(publication);
            return attempt(publication, variant, publisher -> call -> publisher.resume(call, variant, token));
        }

        private Settlement attempt(Publication publication, Variant variant, Attempt attempt) {
            PublishOutcome outcome;
            try {
                outcome = calls.call(
                        account,
                        variant.media().isEmpty() ? CallKind.WRITE : CallKind.MEDIA,
                        Purpose.PUBLISHING,
                        publication.key(),
                        (plugin, call) -> attempt.with(Publishers.of(plugin)).run(call));
            } catch (NetworkException failure) {
                return afterFailure(publication, failure);
            } catch (NetworkAbsentException absent) {
                return write(handle -> {
                    String reason = String.valueOf(absent.getMessage());
                    if (publication.state() == PublicationState.PENDING_REMOTE) {
                        steps.stayPending(handle, workspace, publication, reason);
                    } else {
                        steps.awaitNetwork(handle, workspace, publication, reason);
                    }
                    return new Settlement.Waiting(Settlement.WaitingFor.NETWORK, reason);
                });
            } catch (LeaseLostException | DatabaseUnavailableException notOurs) {
                throw notOurs;
            } catch (RuntimeException broken) {
                return lost(publication, "The call broke off: " + broken.getMessage());
            }
            if (outcome instanceof PublishOutcome.Published published) {
                return write(handle -> {
                    publish(handle, publication, published);
                    return Settlement.done();
                });
            }
            return pend(publication, (PublishOutcome.Pending) outcome);
        }

        private Settlement pend(Publication publication, PublishOutcome.Pending pending) {
            return write(handle -> {
                steps.pend(handle, workspace, publication, pending);
                return new Settlement.Again(
                        clock.instant().plus(pending.pollAfter()), false, "The network works on it");
            });
        }

        private void publish(Handle handle, Publication publication, PublishOutcome.Published published) {
            steps.publish(handle, workspace, publication, published);
            followUps.add(handle, account, publication);
        }

        private Settlement afterFailure(Publication publication, NetworkException failure) {
            String reason = String.valueOf(failure.getMessage());
            return switch (failure.kind()) {
                case TRANSIENT, RATE_LIMITED, QUOTA_EXHAUSTED, TOKEN_EXPIRED, CURSOR_INVALID ->
                    write(handle -> {
                        if (publication.state() == PublicationState.PENDING_REMOTE) {
                            steps.stayPending(handle, workspace, publication, reason);
                        } else {
                            steps.postpone(handle, workspace, publication, reason);
                        }
                        return giveUpGently(handle, publication, retries.afterFailure(obligation, failure));
                    });
                case AUTHORIZATION_REVOKED, PERMISSION_MISSING, MISCONFIGURED, API_RETIRED ->
                    write(handle -> {
                        retries.afterFailure(obligation, failure);
                        steps.hold(handle, workspace, publication, Publication.HeldFor.ACCOUNT, reason);
                        return Settlement.done();
                    });
                case CONTENT_REJECTED, POLICY_REJECTED, REPLY_WINDOW_CLOSED, NOT_FOUND, GONE, UNSUPPORTED ->
                    write(handle -> {
                        steps.fail(handle, workspace, publication, reason, failure.violations());
                        return Settlement.done();
                    });
                case OUTCOME_UNKNOWN, DUPLICATE, DEFECT -> lost(publication, reason);
            };
        }

        /** When the policy gives up, a person is asked: a publication never ends as a dead row that nobody sees. */
        private Settlement giveUpGently(Handle handle, Publication publication, Settlement settlement) {
            if (settlement instanceof Settlement.Dead dead) {
                steps.fail(handle, workspace, publication, dead.reason(), List.of());
                return Settlement.done();
            }
            return settlement;
        }

        private Settlement lost(Publication publication, String reason) {
            return write(handle -> {
                steps.lose(handle, workspace, publication, reason);
                return new Settlement.Again(clock.instant().plus(settings.firstLook()), false, "To be looked up");
            });
        }

        Settlement lookUp(Publication publication) {
            Instant intentAt = Objects.requireNonNull(publication.intentAt());
            Variant variant = variant(publication);
            String kept = publication.resumeToken();
            ResumeToken token = kept == null ? null : new ResumeToken(kept);
            Reconciliation finding;
            try {
                finding = calls.call(
                        account,
                        CallKind.READ,
                        Purpose.PUBLISHING,
                        publication.key(),
                        (plugin, call) -> Publishers.of(plugin).reconcile(call, variant, token, intentAt));
            } catch (NetworkException failure) {
                return afterFailedLook(publication, failure);
            } catch (NetworkAbsentException absent) {
                return new Settlement.Waiting(Settlement.WaitingFor.NETWORK, String.valueOf(absent.getMessage()));
            }
            if (finding instanceof Reconciliation.Found found) {
                return write(handle -> {
                    publish(handle, publication, found.publication());
                    return Settlement.done();
                });
            }
            if (finding instanceof Reconciliation.Underway underway) {
                return pend(publication, underway.publication());
            }
            if (finding instanceof Reconciliation.NotFound) {
                return notFound(
                        publication, Optional.ofNullable(publication.leftAt()).orElse(intentAt));
            }
            return undecided(publication, ((Reconciliation.Unknown) finding).reason());
        }

        /** Absence proves something only after the last moment at which the intent could still have become visible. */
        private Settlement notFound(Publication publication, Instant leftAt) {
            Instant provedAt = settings.visibleUntil(leftAt, calls.descriptor(account.network()));
            if (clock.instant().isBefore(provedAt)) {
                return write(handle -> {
                    steps.look(handle, workspace, publication, "not seen yet; absence counts from " + provedAt);
                    return new Settlement.Again(provedAt, false, "Not seen yet");
                });
            }
            return write(handle -> {
                if (publication.mayResume(clock.instant())) {
                    steps.stayPending(
                            handle,
                            workspace,
                            publication,
                            "It is proved not to be out yet; the network is asked again.");
                } else {
                    steps.postpone(
                            handle, workspace, publication, "It is proved not to have arrived, and is sent again.");
                }
                return new Settlement.Again(clock.instant(), true, "Proved absent");
            });
        }

        private Settlement undecided(Publication publication, String reason) {
            if (publication.looks() + 1 < settings.looks()) {
                return write(handle -> {
                    steps.look(handle, workspace, publication, reason);
                    return new Settlement.Again(
                            clock.instant().plus(settings.pauseAfter(publication.looks())), false, reason);
                });
            }
            return write(handle -> {
                steps.hold(
                        handle,
                        workspace,
                        publication,
                        Publication.HeldFor.UNDECIDABLE,
                        "Nobody can find out whether it went out (" + reason + "); look at the account and say so.");
                return Settlement.done();
            });
        }

        private Settlement afterFailedLook(Publication publication, NetworkException failure) {
            Settlement settlement = retries.afterFailure(obligation, failure);
            if (settlement instanceof Settlement.Dead || failure.kind() == ErrorKind.UNSUPPORTED) {
                return undecided(publication, String.valueOf(failure.getMessage()));
            }
            return settlement;
        }

        private Settlement write(Outcome outcome) {
            return Outcome.settle(database, workspace, lease, outcome);
        }
    }

    /** A publication whose intent is committed, and what leaves for it. */
    private record Outgoing(Publication publication, Variant variant) {}

    /** What is asked of the publisher. */
    @FunctionalInterface
    private interface Attempt {
        Step with(Publisher publisher);

        /** The call itself. */
        @FunctionalInterface
        interface Step {
            PublishOutcome run(NetworkCall call) throws NetworkException;
        }
    }
}
