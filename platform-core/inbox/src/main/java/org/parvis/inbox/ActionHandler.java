package org.parvis.inbox;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.hint.Hint;
import org.parvis.api.inbox.ItemView;
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
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.store.Database;
import org.parvis.store.SetStatement;

/**
 * Hides, likes and deletes at the network, and wakes what was snoozed. These may be repeated without harm, so after any
 * doubt they are. The wish is what the item's row says when the call is made, so that of several wishes the last one counts.
 */
@Component(service = ObligationHandler.class)
public final class ActionHandler implements ObligationHandler {
    static final String KIND = "inbox.act";
    static final String WAKE = "inbox.wake";

    private final Database database;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final RetryPolicy retries;
    private final Ingest ingest;
    private final Hints hints;
    private final Clock clock;

    @Activate
    public ActionHandler(
            @Reference(target = "(schema=inbox)") Database database,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference RetryPolicy retries,
            @Reference Ingest ingest,
            @Reference Hints hints,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.calls = calls;
        this.retries = retries;
        this.ingest = ingest;
        this.hints = hints;
        this.clock = clock;
    }

    /** What is done to an item. */
    enum Action {
        HIDE,
        LIKE,
        REMOVE;

        String column() {
            return this == HIDE ? "hidden" : "liked";
        }
    }

    static String key(UUID item, Action action) {
        return item + ":" + action;
    }

    @Override
    public Set<String> kinds() {
        return Set.of(KIND, WAKE);
    }

    @Override
    public Set<String> toldOfAbsence() {
        return kinds();
    }

    @Override
    public Settlement handle(Obligation obligation, Lease lease) {
        Optional<LinkedAccount> found = accounts.find(
                obligation.workspace(), Objects.requireNonNull(obligation.account(), "an account's obligation"));
        if (found.isEmpty()) {
            return Settlement.done();
        }
        LinkedAccount account = found.get();
        if (obligation.kind().equals(WAKE)) {
            return wake(account, UUID.fromString(obligation.key()), lease);
        }
        if (!account.works()) {
            return new Settlement.Waiting(Settlement.WaitingFor.PERSON, "The account is " + account.state());
        }
        String[] parts = obligation.key().split(":", 2);
        return act(obligation, account, UUID.fromString(parts[0]), Action.valueOf(parts[1]), lease);
    }

    private Settlement wake(LinkedAccount account, UUID conversation, Lease lease) {
        database.useWorkspace(account.workspace(), handle -> {
            Conversations.wake(handle, account.id().value(), conversation, clock.instant());
            lease.settle(Settlement.done());
        });
        hint(Hint.CONVERSATION, account, conversation);
        return Settlement.settled();
    }

    /** The item as it stood when the call was made. */
    private record Wish(ItemView item, ReplyTarget target) {
        boolean value(Action action) {
            return action == Action.HIDE ? item.hidden() : item.liked();
        }
    }

    private Settlement act(Obligation obligation, LinkedAccount account, UUID item, Action action, Lease lease) {
        Optional<Wish> found = database.inWorkspace(account.workspace(), handle -> wish(handle, account, item));
        if (found.isEmpty()) {
            return Settlement.done();
        }
        Wish wish = found.get();
        try {
            ask(account, obligation, wish, action);
        } catch (NetworkAbsentException absent) {
            return new Settlement.Waiting(Settlement.WaitingFor.NETWORK, String.valueOf(absent.getMessage()));
        } catch (NetworkException failure) {
            boolean gone = failure.kind() == ErrorKind.NOT_FOUND || failure.kind() == ErrorKind.GONE;
            if (!gone) {
                return refused(account, wish, action, retries.afterFailure(obligation, failure), failure, lease);
            }
        }
        database.useWorkspace(account.workspace(), handle -> {
            if (action == Action.REMOVE) {
                RemoteId remoteId = Objects.requireNonNull(wish.item().remoteId());
                ingest.take(
                        handle,
                        account,
                        new Delivery(
                                "removal",
                                true,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(remoteId)));
                lease.settle(Settlement.done());
                return;
            }
            if (action == Action.HIDE) {
                stands(handle, account, item, wish.value(action));
            }
            boolean stands = wish(handle, account, item)
                    .map(now -> now.value(action) == wish.value(action))
                    .orElse(true);
            lease.settle(
                    stands ? Settlement.done() : new Settlement.Again(clock.instant(), false, "It was changed again"));
        });
        hint(Hint.CONVERSATION, account, wish.item().conversation().value());
        return Settlement.settled();
    }

    private void ask(LinkedAccount account, Obligation obligation, Wish wish, Action action) throws NetworkException {
        IdempotencyKey key = new IdempotencyKey("act:" + obligation.id());
        calls.call(account, CallKind.WRITE, Purpose.REPLIES, key, (plugin, call) -> {
            Responder responder = plugin.responder()
                    .orElseThrow(() -> new NetworkException(ErrorKind.UNSUPPORTED, "This network takes no answers"));
            switch (action) {
                case HIDE -> responder.hide(call, wish.target(), wish.value(action));
                case LIKE -> responder.like(call, wish.target(), wish.value(action));
                case REMOVE -> responder.remove(call, wish.target());
            }
            return true;
        });
    }

    /** Where it will never be done, the row must not go on claiming that it was. */
    private Settlement refused(
            LinkedAccount account, Wish wish, Action action, Settlement next, NetworkException failure, Lease lease) {
        if (!(next instanceof Settlement.Dead) || action == Action.REMOVE) {
            return next;
        }
        String sql =
                "update inbox.item set " + action.column() + " = ?, reply_reason = ? where account_id = ? and id = ?";
        database.useWorkspace(account.workspace(), handle -> {
            try (SetStatement statement = new SetStatement(handle, sql)) {
                statement
                        .value(!wish.value(action))
                        .value("The network refused to " + action.name().toLowerCase(Locale.ROOT) + " it: "
                                + failure.getMessage())
                        .value(account.id().value())
                        .value(wish.item().id().value())
                        .update();
            }
            lease.settle(next);
        });
        hint(Hint.CONVERSATION, account, wish.item().conversation().value());
        return Settlement.settled();
    }

    private static Optional<Wish> wish(Handle handle, LinkedAccount account, UUID item) {
        return Items.find(handle, List.of(account.id().value()), item)
                .filter(view -> !view.removed() && view.remoteId() != null)
                .map(view -> new Wish(view, ReplyHandler.target(handle, account, view)));
    }

    private static void stands(Handle handle, LinkedAccount account, UUID item, boolean hidden) {
        String sql = "update inbox.item set visibility = ? where account_id = ? and id = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value((hidden ? ItemVisibility.HIDDEN : ItemVisibility.VISIBLE).name())
                    .value(account.id().value())
                    .value(item)
                    .update();
        }
    }

    static void want(Handle handle, LinkedAccount account, UUID item, Action action, boolean value) {
        String sql = "update inbox.item set " + action.column() + " = ? where account_id = ? and id = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(value).value(account.id().value()).value(item).update();
        }
    }

    private void hint(String topic, LinkedAccount account, UUID subject) {
        hints.send(new Hint(topic, account.workspace(), account.id(), subject.toString(), clock.instant()));
    }
}
