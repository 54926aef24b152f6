package org.parvis.inbox;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.Keyset;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.hint.Hint;
import org.parvis.api.inbox.ConversationQuery;
import org.parvis.api.inbox.ConversationStatus;
import org.parvis.api.inbox.ConversationView;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.inbox.ReplyState;
import org.parvis.api.inbox.SyncState;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Outbox;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.ConversationId;
import org.parvis.model.ItemId;
import org.parvis.model.ItemKind;
import org.parvis.spi.ReplyTarget;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/** The inbox over its tables; what must happen at a network is left to the outbox. */
@Component(service = InboxService.class)
public final class StoredInboxService implements InboxService {
    private static final int MAX_BATCH = 1_000;

    private final Database database;
    private final Accounts accounts;
    private final Outbox outbox;
    private final Ingest ingest;
    private final FetchHandler fetching;
    private final ReplyCheck check;
    private final AuditTrail audit;
    private final Hints hints;
    private final Clock clock;

    @Activate
    public StoredInboxService(
            @Reference(target = "(schema=inbox)") Database database,
            @Reference Accounts accounts,
            @Reference Outbox outbox,
            @Reference Ingest ingest,
            @Reference FetchHandler fetching,
            @Reference ReplyCheck check,
            @Reference AuditTrail audit,
            @Reference Hints hints,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.outbox = outbox;
        this.ingest = ingest;
        this.fetching = fetching;
        this.check = check;
        this.audit = audit;
        this.hints = hints;
        this.clock = clock;
    }

    @Override
    public Slice<ConversationView> conversations(Caller caller, ConversationQuery query) {
        Keyset after = Keyset.decode(query.page().after());
        return database.inWorkspace(caller.workspace(), handle -> {
            List<UUID> readable = readable(caller, query.account()).stream()
                    .filter(account -> query.brand() == null || account.brand().equals(query.brand()))
                    .map(account -> account.id().value())
                    .toList();
            int limit = query.page().limit();
            List<ConversationView> found = Conversations.list(handle, readable, query, after, limit + 1);
            return slice(found, limit, c -> new Keyset(c.lastItemAt(), c.id().value()));
        });
    }

    @Override
    public ConversationView conversation(Caller caller, ConversationId conversation) {
        return database.inWorkspace(caller.workspace(), handle -> conversation(handle, caller, conversation));
    }

    @Override
    public Slice<ItemView> items(Caller caller, ConversationId conversation, PageRequest page) {
        Keyset after = Keyset.decode(page.after());
        return database.inWorkspace(caller.workspace(), handle -> {
            ConversationView found = conversation(handle, caller, conversation);
            List<ItemView> items = Items.ofConversation(
                    handle, found.account().value(), conversation.value(), after, page.limit() + 1);
            return slice(items, page.limit(), i -> new Keyset(i.publishedAt(), i.id().value()));
        });
    }

    @Override
    public ItemView item(Caller caller, ItemId item) {
        return database.inWorkspace(caller.workspace(), handle -> item(handle, caller, item));
    }

    @Override
    public Slice<ItemView> latest(Caller caller, @Nullable AccountId account, PageRequest page) {
        Keyset after = Keyset.decode(page.after());
        return database.inWorkspace(caller.workspace(), handle -> {
            List<ItemView> items = Items.latest(handle, ids(readable(caller, account)), after, page.limit() + 1);
            return slice(items, page.limit(), i -> new Keyset(i.publishedAt(), i.id().value()));
        });
    }

    @Override
    public ItemView reply(Caller caller, ItemId item, String text, String idempotencyKey) {
        return answer(caller, item, text, idempotencyKey, false);
    }

    @Override
    public ItemView replyPrivately(Caller caller, ItemId comment, String text, String idempotencyKey) {
        return answer(caller, comment, text, idempotencyKey, true);
    }

    private ItemView answer(Caller caller, ItemId item, String text, String idempotencyKey, boolean privately) {
        ReplyCheck.request(text, idempotencyKey);
        byte[] hash = Digest.sha256(item + "\n" + text + (privately ? "\nprivately" : ""));
        return database.inWorkspace(caller.workspace(), handle -> {
            ItemView target = item(handle, caller, item);
            LinkedAccount account = accounts.require(caller, target.account(), Right.ANSWER);
            Optional<ReplyRows.Accepted> before =
                    ReplyRows.accepted(handle, caller.workspace().value(), idempotencyKey);
            if (before.isPresent()) {
                return again(handle, before.get(), hash);
            }
            if (privately) {
                privatelyAllowed(account, target);
            } else {
                allowed(handle, account, target, text, caller.user() != null);
            }
            UUID id = Identifiers.next();
            ReplyRows.Request request = new ReplyRows.Request(idempotencyKey, hash, caller.user() != null, privately);
            if (!ReplyRows.claim(handle, account, id, item.value(), request)) {
                return again(
                        handle,
                        ReplyRows.accepted(handle, caller.workspace().value(), idempotencyKey)
                                .orElseThrow(),
                        hash);
            }
            Instant now = clock.instant();
            new ItemRows(handle, account, now).authors(List.of(account.asAuthor()));
            ReplyRows.insert(handle, account, id, target, text, now, privately);
            Conversations.written(
                    handle, account.id().value(), target.conversation().value(), now, text);
            outbox.add(obligation(account, ReplyHandler.KIND, id.toString(), account.id() + ":write", now));
            audit.record(
                    caller,
                    privately ? "item.replyPrivately" : "item.reply",
                    "item:" + item,
                    Map.of("reply", id.toString()));
            hint(Hint.CONVERSATION, account, target.conversation().value());
            return Items.find(handle, List.of(account.id().value()), id).orElseThrow();
        });
    }

    private static ItemView again(Handle handle, ReplyRows.Accepted accepted, byte[] hash) {
        if (!MessageDigest.isEqual(accepted.requestHash(), hash)) {
            throw new ProblemException(
                    Problem.KEY_REUSED, "This idempotency key was used for another answer; take a new one.");
        }
        return Items.find(handle, List.of(accepted.account()), accepted.item()).orElseThrow();
    }

    private void privatelyAllowed(LinkedAccount account, ItemView target) {
        if (target.removed() || target.remoteId() == null || target.kind() == ItemKind.DIRECT_MESSAGE) {
            throw new ProblemException(
                    Problem.CONFLICT, "Only a comment that is on the network can be answered privately.");
        }
        check.capability(account.network(), Capability.PRIVATE_REPLY, "private answers to comments");
    }

    private void allowed(Handle handle, LinkedAccount account, ItemView target, String text, boolean byPerson) {
        if (target.removed() || target.remoteId() == null) {
            throw new ProblemException(
                    Problem.CONFLICT, "This message is not on the network, so it cannot be answered there.");
        }
        ReplyTarget asTarget = ReplyHandler.target(handle, account, target);
        Optional<Instant> last = Conversations.lastReceivedAt(
                handle, account.id().value(), target.conversation().value());
        ReplyCheck.Timing timing = new ReplyCheck.Timing(last, clock.instant(), byPerson);
        check.reply(account.network(), target, timing, asTarget, text);
    }

    @Override
    public ItemView resolveReply(Caller caller, ItemId reply, boolean wasSent) {
        return database.inWorkspace(caller.workspace(), handle -> {
            ItemView item = item(handle, caller, reply);
            LinkedAccount account = accounts.require(caller, item.account(), Right.ANSWER);
            ReplyRows.Reply held = ReplyRows.lock(handle, account.id().value(), reply.value())
                    .filter(r -> r.state() == ReplyState.HELD)
                    .orElseThrow(() -> new ProblemException(
                            Problem.CONFLICT,
                            "Only an answer in state HELD can be resolved; this one is "
                                    + (item.state() == null ? "none of ours" : item.state()) + "."));
            Instant now = clock.instant();
            if (wasSent) {
                Instant sentAt = held.intendedAt() == null ? now : held.intendedAt();
                ingest.sent(handle, account, reply.value(), null, sentAt);
            } else {
                ReplyRows.state(handle, account.id().value(), reply.value(), ReplyState.WAITING, "");
                ReplyRows.due(handle, account.id().value(), reply.value(), now);
                outbox.add(obligation(account, ReplyHandler.KIND, reply.toString(), account.id() + ":write", now));
            }
            audit.record(caller, "item.resolve", "item:" + reply, Map.of("wasSent", String.valueOf(wasSent)));
            hint(Hint.REPLY, account, reply.value());
            return Items.find(handle, List.of(account.id().value()), reply.value())
                    .orElseThrow();
        });
    }

    @Override
    public ItemView hide(Caller caller, ItemId item, boolean hidden) {
        return act(caller, item, ActionHandler.Action.HIDE, Capability.HIDE_COMMENT, hidden);
    }

    @Override
    public ItemView like(Caller caller, ItemId item, boolean liked) {
        return act(caller, item, ActionHandler.Action.LIKE, Capability.REACT, liked);
    }

    @Override
    public ItemView remove(Caller caller, ItemId item) {
        return act(caller, item, ActionHandler.Action.REMOVE, Capability.REMOVE_COMMENT, true);
    }

    private ItemView act(Caller caller, ItemId id, ActionHandler.Action action, Capability capability, boolean value) {
        return database.inWorkspace(caller.workspace(), handle -> {
            ItemView item = item(handle, caller, id);
            LinkedAccount account = accounts.require(caller, item.account(), Right.ANSWER);
            if (item.removed() || item.remoteId() == null) {
                throw new ProblemException(Problem.CONFLICT, "This message is not on the network.");
            }
            check.capability(account.network(), capability, "way to do this");
            if (action != ActionHandler.Action.REMOVE) {
                ActionHandler.want(handle, account, id.value(), action, value);
            }
            String key = ActionHandler.key(id.value(), action);
            outbox.add(obligation(account, ActionHandler.KIND, key, key, clock.instant()));
            audit.record(
                    caller,
                    "item." + action.name().toLowerCase(Locale.ROOT),
                    "item:" + id,
                    Map.of("value", String.valueOf(value)));
            hint(Hint.CONVERSATION, account, item.conversation().value());
            return item(handle, caller, id);
        });
    }

    @Override
    public ConversationView markRead(Caller caller, ConversationId conversation, boolean read) {
        return database.inWorkspace(caller.workspace(), handle -> {
            ConversationView found = conversation(handle, caller, conversation);
            LinkedAccount account = accounts.require(caller, found.account(), Right.ANSWER);
            if (found.unread() == read) {
                Conversations.markRead(handle, account.id().value(), conversation.value(), read);
                audit.record(
                        caller,
                        "conversation.read",
                        "conversation:" + conversation,
                        Map.of("read", String.valueOf(read)));
                hint(Hint.CONVERSATION, account, conversation.value());
            }
            return conversation(handle, caller, conversation);
        });
    }

    @Override
    public ConversationView changeStatus(
            Caller caller,
            ConversationId conversation,
            ConversationStatus status,
            @Nullable Instant snoozedUntil,
            long version) {
        if ((status == ConversationStatus.SNOOZED) != (snoozedUntil != null)) {
            throw ProblemException.invalid(
                    "snoozedUntil", "snooze.until", "A time to wake belongs to the status SNOOZED, and only to it.");
        }
        return database.inWorkspace(caller.workspace(), handle -> {
            ConversationView found = conversation(handle, caller, conversation);
            LinkedAccount account = accounts.require(caller, found.account(), Right.ANSWER);
            UUID id = conversation.value();
            if (!Conversations.changeStatus(handle, account.id().value(), id, status, snoozedUntil, version)) {
                throw new ProblemException(
                        Problem.STALE, "The conversation changed since it was read; look at it again.");
            }
            if (snoozedUntil != null) {
                String key = id.toString();
                outbox.add(obligation(account, ActionHandler.WAKE, key, key, snoozedUntil));
                outbox.reschedule(caller.workspace(), ActionHandler.WAKE, key, snoozedUntil);
            }
            audit.record(caller, "conversation.status", "conversation:" + id, Map.of("status", status.name()));
            hint(Hint.CONVERSATION, account, id);
            return conversation(handle, caller, conversation);
        });
    }

    @Override
    public List<SyncState> synchronise(Caller caller, @Nullable List<AccountId> asked) {
        return database.inWorkspace(caller.workspace(), handle -> {
            List<LinkedAccount> wanted = chosen(caller, asked, Right.MANAGE_ACCOUNTS);
            // Requested before it is made due: whoever is fetching meanwhile has settled then, or sees the request.
            Feeds.request(handle, ids(wanted), clock.instant());
            wanted.forEach(account -> fetching.begin(handle, account));
            return states(handle, wanted);
        });
    }

    @Override
    public List<SyncState> syncStates(Caller caller, @Nullable List<AccountId> asked) {
        return database.inWorkspace(caller.workspace(), handle -> states(handle, chosen(caller, asked, Right.READ)));
    }

    private static List<SyncState> states(Handle handle, List<LinkedAccount> wanted) {
        Map<UUID, List<Feeds.State>> feeds = new LinkedHashMap<>();
        wanted.forEach(account -> feeds.put(account.id().value(), new ArrayList<>()));
        Feeds.read(handle, ids(wanted))
                .forEach(state ->
                        Objects.requireNonNull(feeds.get(state.account())).add(state));
        return wanted.stream()
                .map(account -> state(
                        account, Objects.requireNonNull(feeds.get(account.id().value()))))
                .toList();
    }

    private static SyncState state(LinkedAccount account, List<Feeds.State> feeds) {
        boolean complete = !feeds.isEmpty() && feeds.stream().allMatch(Feeds.State::complete);
        String reason = account.works()
                ? feeds.stream()
                        .map(Feeds.State::reason)
                        .filter(r -> !r.isEmpty())
                        .findFirst()
                        .orElse("")
                : "The account is " + account.state();
        return new SyncState(
                account.id(),
                account.handle(),
                complete,
                feeds.stream()
                        .map(Feeds.State::requestedAt)
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElse(null),
                complete
                        ? feeds.stream()
                                .map(Feeds.State::completedAt)
                                .filter(Objects::nonNull)
                                .max(Instant::compareTo)
                                .orElse(null)
                        : null,
                reason);
    }

    @Override
    public int take(Caller caller, AccountId id, Batch batch) {
        int size = batch.posts().size()
                + batch.received().size()
                + batch.own().size()
                + batch.context().size()
                + batch.removed().size();
        if (size > MAX_BATCH) {
            throw ProblemException.invalid(
                    "batch", "batch.size", "A batch has at most " + MAX_BATCH + " entries; this one has " + size + ".");
        }
        return database.inWorkspace(caller.workspace(), handle -> {
            LinkedAccount account = accounts.require(caller, id, Right.IMPORT);
            Delivery delivery = new Delivery(
                    "archive",
                    false,
                    batch.received(),
                    batch.context(),
                    batch.own(),
                    batch.posts(),
                    List.of(),
                    batch.removed());
            int added = ingest.take(handle, account, delivery);
            int removed = batch.removed().size();
            if (added > 0 || removed > 0) {
                Map<String, String> details =
                        Map.of("added", String.valueOf(added), "removed", String.valueOf(removed));
                audit.record(caller, "archive.take", "account:" + id, details);
            }
            return added;
        });
    }

    @Override
    public Map<ItemId, byte[]> raw(Caller caller, AccountId id, List<ItemId> items) {
        if (items.size() > PageRequest.MAX_LIMIT) {
            throw ProblemException.invalid(
                    "items",
                    "items.size",
                    "At most " + PageRequest.MAX_LIMIT + " items can be asked for at once; these are " + items.size()
                            + ".");
        }
        return database.inWorkspace(caller.workspace(), handle -> {
            LinkedAccount account = accounts.require(caller, id, Right.READ);
            return Items.raw(
                    handle,
                    account.id().value(),
                    items.stream().map(ItemId::value).toList());
        });
    }

    private List<LinkedAccount> chosen(Caller caller, @Nullable List<AccountId> asked, Right right) {
        return asked == null
                ? accounts.all(caller, right)
                : asked.stream()
                        .distinct()
                        .map(id -> accounts.require(caller, id, right))
                        .toList();
    }

    private List<LinkedAccount> readable(Caller caller, @Nullable AccountId only) {
        return chosen(caller, only == null ? null : List.of(only), Right.READ);
    }

    private ConversationView conversation(Handle handle, Caller caller, ConversationId conversation) {
        return Conversations.find(handle, ids(readable(caller, null)), conversation.value())
                .orElseThrow(() -> ProblemException.notFound("conversation"));
    }

    private ItemView item(Handle handle, Caller caller, ItemId item) {
        return Items.find(handle, ids(readable(caller, null)), item.value())
                .orElseThrow(() -> ProblemException.notFound("item"));
    }

    private static List<UUID> ids(List<LinkedAccount> accounts) {
        return accounts.stream().map(account -> account.id().value()).toList();
    }

    private static NewObligation obligation(LinkedAccount account, String kind, String key, String lane, Instant due) {
        return new NewObligation(kind, key, lane, account.workspace(), account.id(), account.network(), "{}", due);
    }

    private static <T> Slice<T> slice(List<T> found, int limit, Function<T, Keyset> mark) {
        if (found.size() <= limit) {
            return new Slice<>(found, null);
        }
        List<T> page = found.subList(0, limit);
        return new Slice<>(page, mark.apply(page.get(limit - 1)).encode());
    }

    private void hint(String topic, LinkedAccount account, UUID subject) {
        hints.send(new Hint(topic, account.workspace(), account.id(), subject.toString(), clock.instant()));
    }
}
