package org.parvis.archive;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountQuery;
import org.parvis.api.account.AccountService;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.inbox.ItemRole;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.publishing.Origin;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.ConversationId;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemId;
import org.parvis.model.ItemVisibility;
import org.parvis.model.NetworkId;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.model.WorkspaceId;

/** The services an archive goes through, in memory, with the inbox's rule of what counts as received. */
public final class FakePlatform {
    static final NetworkId TWITTER = new NetworkId("twitter");

    final Caller caller = Caller.operator(new WorkspaceId(UUID.randomUUID()), "operator");
    final List<Account> linked = new ArrayList<>();
    final Map<AccountId, Book> books = new HashMap<>();
    final List<String> audited = new ArrayList<>();
    final JsonLinesArchiveService archive = new JsonLinesArchiveService(
            Partial.of(AccountService.class, this),
            Partial.of(InboxService.class, this),
            Partial.of(PublishingService.class, this),
            Partial.of(AuditTrail.class, this));

    /** What one account has. */
    static final class Book {
        final Map<String, RemotePost> posts = new LinkedHashMap<>();
        final Map<String, InboxItem> delivered = new LinkedHashMap<>();
        final Map<String, InboxItem> own = new LinkedHashMap<>();
        final Map<String, InboxItem> context = new LinkedHashMap<>();
        final List<String> removed = new ArrayList<>();
        final Map<String, ItemId> ids = new HashMap<>();

        /** Delivered, or answered by the account. */
        Map<String, InboxItem> received() {
            Map<String, InboxItem> received = new LinkedHashMap<>(delivered);
            own.values().stream()
                    .map(InboxItem::inReplyTo)
                    .filter(Objects::nonNull)
                    .map(RemoteId::value)
                    .filter(context::containsKey)
                    .forEach(id -> received.putIfAbsent(id, context.get(id)));
            return received;
        }

        /** Seconds to the earliest answer that is not earlier, by item. */
        List<Double> responses() {
            Map<String, InboxItem> received = received();
            Map<String, Instant> first = new HashMap<>();
            for (InboxItem answer : own.values()) {
                InboxItem question = answer.inReplyTo() == null
                        ? null
                        : received.get(answer.inReplyTo().value());
                if (question != null && !answer.publishedAt().isBefore(question.publishedAt())) {
                    first.merge(question.id().value(), answer.publishedAt(), (a, b) -> a.isBefore(b) ? a : b);
                }
            }
            return first.entrySet().stream()
                    .map(e -> (double) Duration.between(received.get(e.getKey()).publishedAt(), e.getValue())
                            .toSeconds())
                    .sorted()
                    .toList();
        }
    }

    Account link(String remoteId, String handle) {
        Account account = new Account(
                new AccountId(UUID.randomUUID()),
                new BrandId(UUID.randomUUID()),
                TWITTER,
                new RemoteId(remoteId),
                handle,
                handle,
                "default",
                null,
                AccountState.OK,
                "",
                Instant.EPOCH,
                null,
                1);
        linked.add(account);
        books.put(account.id(), new Book());
        return account;
    }

    Book book(Account account) {
        return books.get(account.id());
    }

    public Slice<Account> accounts(Caller asking, AccountQuery query) {
        int from =
                query.page().after() == null ? 0 : Integer.parseInt(query.page().after());
        int to = Math.min(linked.size(), from + 7);
        return new Slice<>(linked.subList(from, to), to < linked.size() ? Integer.toString(to) : null);
    }

    public Account account(Caller asking, AccountId id) {
        return linked.stream()
                .filter(account -> account.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public int take(Caller asking, AccountId account, InboxService.Batch batch) {
        Book book = books.get(account);
        int before = size(book);
        batch.posts().forEach(post -> book.posts.putIfAbsent(post.id().value(), post));
        put(book.delivered, batch.received());
        put(book.own, batch.own());
        put(book.context, batch.context());
        batch.removed().forEach(id -> book.removed.add(id.value()));
        return size(book) - before;
    }

    private static int size(Book book) {
        return book.posts.size() + book.delivered.size() + book.own.size() + book.context.size();
    }

    private static void put(Map<String, InboxItem> items, Collection<InboxItem> batch) {
        batch.forEach(item -> items.putIfAbsent(item.id().value(), item));
    }

    public Slice<PublicationView> publications(Caller asking, PublicationQuery query) {
        return new Slice<>(
                books.get(query.account()).posts.values().stream()
                        .map(post -> new PublicationView(
                                new PublicationId(UUID.randomUUID()),
                                null,
                                query.account(),
                                Origin.NATIVE,
                                PublicationState.PUBLISHED,
                                post.text(),
                                "default",
                                null,
                                post.publishedAt(),
                                post.id(),
                                null,
                                "",
                                List.of(),
                                0,
                                1))
                        .toList(),
                null);
    }

    public Slice<ItemView> latest(Caller asking, AccountId account, PageRequest page) {
        Book book = books.get(account);
        List<ItemView> views = new ArrayList<>();
        book.received().values().forEach(item -> views.add(view(book, account, item, ItemRole.RECEIVED)));
        book.own.values().forEach(item -> views.add(view(book, account, item, ItemRole.OWN)));
        int from = page.after() == null ? 0 : Integer.parseInt(page.after());
        int to = Math.min(views.size(), from + page.limit());
        return new Slice<>(views.subList(from, to), to < views.size() ? Integer.toString(to) : null);
    }

    private static ItemView view(Book book, AccountId account, InboxItem item, ItemRole role) {
        return new ItemView(
                book.ids.computeIfAbsent(
                        item.id().value(),
                        id -> new ItemId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)))),
                new ConversationId(UUID.randomUUID()),
                account,
                item.id(),
                item.kind(),
                role,
                item.author(),
                item.inReplyTo(),
                item.publishedAt(),
                item.text(),
                false,
                item.attachments(),
                (URI) null,
                null,
                false,
                false,
                false,
                ItemVisibility.VISIBLE,
                false,
                null,
                "");
    }

    public Map<ItemId, byte[]> raw(Caller asking, AccountId account, List<ItemId> items) {
        Book book = books.get(account);
        Map<ItemId, byte[]> raw = new HashMap<>();
        List<InboxItem> all = new ArrayList<>(book.own.values());
        all.addAll(book.received().values());
        all.stream()
                .filter(item -> book.ids.containsKey(item.id().value())
                        && items.contains(book.ids.get(item.id().value())))
                .forEach(item -> raw.put(book.ids.get(item.id().value()), item.raw()));
        return raw;
    }

    public void record(Caller asking, String action, String subject, Map<String, String> details) {
        audited.add(action + " " + details.get("lines"));
    }
}
