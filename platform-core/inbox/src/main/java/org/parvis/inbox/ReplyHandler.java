package org.parvis.inbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.hint.Hint;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.inbox.ReplyState;
import org.parvis.api.network.Purpose;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.RetryPolicy;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.ErrorKind;
import org.parvis.model.Idempotency;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.RemoteId;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.Sent;
import org.parvis.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends answers: never twice, never lost. The intent is committed before the first byte leaves; whatever happens after that
 * and leaves no answer is found out from what the account's own feed shows later, and only what is provably not there is
 * sent again. What cannot be found out is left to a person, and so is what could not go out in time.
 */
@Component(service = ObligationHandler.class, configurationPid = "org.parvis.inbox")
public final class ReplyHandler implements ObligationHandler {
    static final String KIND = "inbox.reply";
    private static final Logger LOG = LoggerFactory.getLogger(ReplyHandler.class);
    private static final int ATTEMPTS = 2;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final RetryPolicy retries;
    private final Ingest ingest;
    private final FetchHandler fetching;
    private final Hints hints;
    private final Clock clock;
    private volatile Duration lateness;

    @Activate
    public ReplyHandler(
            @Reference(target = "(schema=inbox)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference RetryPolicy retries,
            @Reference Ingest ingest,
            @Reference FetchHandler fetching,
            @Reference Hints hints,
            @Reference(target = "(clock=business)") Clock clock,
            InboxSettings settings) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.retries = retries;
        this.ingest = ingest;
        this.fetching = fetching;
        this.hints = hints;
        this.clock = clock;
        this.lateness = Duration.parse(settings.lateness());
    }

    /** What is under way ends by the value it began with. */
    @Modified
    void configure(InboxSettings settings) {
        lateness = Duration.parse(settings.lateness());
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
    public Settlement handle(Obligation obligation, Lease lease) {
        UUID item = UUID.fromString(obligation.key());
        Optional<LinkedAccount> found = accounts.find(
                obligation.workspace(), Objects.requireNonNull(obligation.account(), "an account's obligation"));
        if (found.isEmpty()) {
            return Settlement.done();
        }
        LinkedAccount account = found.get();
        if (!account.works()) {
            return new Settlement.Waiting(Settlement.WaitingFor.PERSON, "The account is " + account.state());
        }
        Optional<ReplyRows.Reply> reply = database.inWorkspace(
                account.workspace(),
                handle -> ReplyRows.lock(handle, account.id().value(), item));
        if (reply.isEmpty()) {
            return Settlement.done();
        }
        return switch (reply.get().state()) {
            case WAITING, WAITING_FOR_NETWORK -> send(obligation, account, reply.get(), lease);
            case SENDING -> unknown(account, reply.get(), "It was interrupted while it was sent", lease);
            case UNKNOWN -> findOut(obligation, account, reply.get(), lease);
            case SENT, FAILED, HELD -> Settlement.done();
        };
    }

    private Settlement send(Obligation obligation, LinkedAccount account, ReplyRows.Reply reply, Lease lease) {
        if (clock.instant().isAfter(reply.dueAt().plus(lateness))) {
            String reason =
                    "It was due at " + reply.dueAt() + " and could not go out in time; send it now or leave it unsent.";
            return hold(account, reply, reason, lease);
        }
        Optional<ReplyTarget> intent = database.inWorkspace(account.workspace(), handle -> {
            Optional<ReplyRows.Reply> now = ReplyRows.lock(handle, account.id().value(), reply.item());
            if (now.isEmpty() || now.get().state() != reply.state()) {
                return Optional.empty();
            }
            ReplyRows.state(handle, account.id().value(), reply.item(), ReplyState.SENDING, "");
            ReplyRows.intended(handle, account.id().value(), reply.item(), clock.instant());
            return Optional.of(target(handle, account, reply.target()));
        });
        if (intent.isEmpty()) {
            return new Settlement.Again(clock.instant(), false, "It changed meanwhile");
        }
        ReplyTarget target = intent.get();
        lease.assertHeld();
        IdempotencyKey key = new IdempotencyKey("reply:" + reply.item());
        OutboundMessage message = new OutboundMessage(reply.text(), List.of(), reply.byPerson());
        Sent sent;
        try {
            sent = calls.call(account, CallKind.WRITE, Purpose.REPLIES, key, (plugin, call) -> {
                Responder responder = plugin.responder()
                        .orElseThrow(
                                () -> new NetworkException(ErrorKind.UNSUPPORTED, "This network takes no answers"));
                return reply.privately()
                        ? responder.replyPrivately(call, target, message)
                        : responder.reply(call, target, message);
            });
        } catch (NetworkAbsentException absent) {
            String reason = String.valueOf(absent.getMessage());
            Settlement waiting = new Settlement.Waiting(Settlement.WaitingFor.NETWORK, reason);
            return settle(account, reply, ReplyState.WAITING_FOR_NETWORK, reason, waiting, lease);
        } catch (NetworkException failure) {
            return failed(obligation, account, reply, failure, lease);
        }
        database.useWorkspace(account.workspace(), handle -> {
            ingest.sent(handle, account, reply.item(), sent.id().value(), sent.sentAt());
            lease.settle(Settlement.done());
        });
        hint(account, reply.item());
        return Settlement.settled();
    }

    /** Only where it is certain that nothing went out may the same answer be sent again. */
    private Settlement failed(
            Obligation obligation,
            LinkedAccount account,
            ReplyRows.Reply reply,
            NetworkException failure,
            Lease lease) {
        String reason = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case OUTCOME_UNKNOWN, DUPLICATE, DEFECT -> unknown(account, reply, reason, lease);
            case CONTENT_REJECTED, POLICY_REJECTED, REPLY_WINDOW_CLOSED, NOT_FOUND, GONE, UNSUPPORTED, API_RETIRED ->
                settle(account, reply, ReplyState.FAILED, reason, Settlement.done(), lease);
            default -> {
                Settlement next = retries.afterFailure(obligation, failure);
                ReplyState state = next instanceof Settlement.Dead ? ReplyState.FAILED : ReplyState.WAITING;
                yield settle(account, reply, state, reason, next, lease);
            }
        };
    }

    private Settlement unknown(LinkedAccount account, ReplyRows.Reply reply, String reason, Lease lease) {
        LOG.debug("Whether answer {} went out is not known: {}", reply.item(), reason);
        Instant due = clock.instant().plus(calls.descriptor(account.network()).visibilityWindow());
        return settle(account, reply, ReplyState.UNKNOWN, reason, new Settlement.Again(due, false, reason), lease);
    }

    /** A feed round that began after the network had time to show it tells: taking its pages in finds the answer. */
    private Settlement findOut(Obligation obligation, LinkedAccount account, ReplyRows.Reply reply, Lease lease) {
        if (reply.privately()) {
            return hold(
                    account, reply, "A private answer leaves nothing at its comment by which it could be found", lease);
        }
        NetworkDescriptor descriptor = calls.descriptor(account.network());
        Optional<String> feed = Feeds.showingOwn(descriptor, reply.kind());
        if (descriptor.idempotency() == Idempotency.NONE || feed.isEmpty()) {
            return hold(account, reply, "The network does not show whether it went out", lease);
        }
        Instant intended = Objects.requireNonNull(reply.intendedAt(), "an answer that was sent");
        Instant visible = intended.plus(descriptor.visibilityWindow());
        Instant now = clock.instant();
        if (now.isBefore(visible)) {
            return new Settlement.Again(visible, false, "The network may not show it yet");
        }
        boolean covered = database.inWorkspace(
                account.workspace(),
                handle -> Feeds.read(handle, account.id(), feed.get(), false)
                        .map(Feeds.State::coveredUntil)
                        .filter(until -> !until.isBefore(visible))
                        .isPresent());
        if (!covered) {
            fetching.now(account, feed.get());
            Duration waited = Duration.between(visible, now).dividedBy(4);
            return new Settlement.Again(now.plus(LOOK_AGAIN).plus(waited), false, "Its own messages are being read");
        }
        return absent(obligation, account, reply, intended, lease);
    }

    private Settlement absent(
            Obligation obligation, LinkedAccount account, ReplyRows.Reply reply, Instant intended, Lease lease) {
        List<ReplyRows.Lookalike> lookalikes = database.inWorkspace(
                account.workspace(),
                handle -> ReplyRows.lookalikes(handle, account.id().value(), reply, intended.minus(CLOCKS_DIFFER)));
        String words = OpenReply.words(reply.text());
        for (ReplyRows.Lookalike seen : lookalikes) {
            if (OpenReply.words(seen.text()).equals(words)) {
                return found(account, reply, seen, lease);
            }
        }
        if (!lookalikes.isEmpty()) {
            return hold(
                    account, reply, "The account answered the same message in other words; is it this answer?", lease);
        }
        if (reply.attempts() >= ATTEMPTS) {
            return hold(account, reply, "It was sent " + reply.attempts() + " times and never seen", lease);
        }
        return send(obligation, account, reply, lease);
    }

    /** It came in with a page while it was still being sent; from now on the two are one. */
    private Settlement found(LinkedAccount account, ReplyRows.Reply reply, ReplyRows.Lookalike seen, Lease lease) {
        database.useWorkspace(account.workspace(), handle -> {
            ingest.sent(handle, account, reply.item(), seen.remoteId(), seen.publishedAt());
            lease.settle(Settlement.done());
        });
        hint(account, reply.item());
        return Settlement.settled();
    }

    private Settlement hold(LinkedAccount account, ReplyRows.Reply reply, String reason, Lease lease) {
        return settle(account, reply, ReplyState.HELD, reason, Settlement.done(), lease);
    }

    private Settlement settle(
            LinkedAccount account,
            ReplyRows.Reply reply,
            ReplyState state,
            String reason,
            Settlement settlement,
            Lease lease) {
        database.useWorkspace(account.workspace(), handle -> {
            Optional<ReplyRows.Reply> now = ReplyRows.lock(handle, account.id().value(), reply.item());
            if (now.isPresent() && now.get().state() == ReplyState.SENT) {
                lease.settle(Settlement.done()); // its feed showed it meanwhile
                return;
            }
            ReplyRows.state(handle, account.id().value(), reply.item(), state, reason);
            lease.settle(settlement);
        });
        hint(account, reply.item());
        return Settlement.settled();
    }

    /** The item an action is about, as plugins know it. */
    static ReplyTarget target(Handle handle, LinkedAccount account, UUID item) {
        ItemView view = Items.find(handle, List.of(account.id().value()), item).orElseThrow();
        return target(handle, account, view);
    }

    static ReplyTarget target(Handle handle, LinkedAccount account, ItemView view) {
        String conversation = Conversations.remoteId(
                handle, account.id().value(), view.conversation().value());
        return new ReplyTarget(
                Objects.requireNonNull(view.remoteId(), "an item the network knows"),
                view.kind(),
                new RemoteId(conversation),
                view.author().id(),
                view.author().handle(),
                view.publishedAt());
    }

    private void hint(LinkedAccount account, UUID item) {
        hints.send(new Hint(Hint.REPLY, account.workspace(), account.id(), item.toString(), clock.instant()));
    }
}
