package org.parvis.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;

/**
 * Where what a plugin brought becomes ours: each message is checked and repaired by itself, so that one that is broken is
 * put aside with a reason and the rest of its page goes on. A plugin may break every promise of the vocabulary, nulls
 * included.
 */
final class Border {
    static final int MAX_TEXT = 200_000;
    static final int MAX_RAW = 1 << 20;
    private static final int MAX_NAME = 500;
    private static final int MAX_ADDRESS = 8_192;
    private static final int MAX_VERSIONS = 100;
    private static final int KEPT_OF_PARKED = 64 * 1024;
    private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final LinkedAccount account;
    private final boolean current;
    private final Map<String, Arrival> arrivals = new LinkedHashMap<>();
    private final List<RemotePost> posts = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();

    private Border(LinkedAccount account, boolean current) {
        this.account = account;
        this.current = current;
    }

    /** What was put aside. */
    record Parked(String id, String reason, byte[] raw) {}

    /**
     * What passed.
     *
     * @param arrivals each id once
     */
    record Passed(List<Arrival> arrivals, List<RemotePost> posts, List<String> removed, List<Parked> parked) {}

    static Passed check(LinkedAccount account, Delivery delivery) {
        Border border = new Border(account, delivery.current());
        delivery.received().forEach(item -> border.item(item, Via.FEED, false));
        delivery.answers().forEach(item -> border.item(item, Via.OWN, false));
        delivery.changed().forEach(item -> border.item(item, Via.CONTEXT, true));
        delivery.posts().forEach(border::post);
        delivery.context().forEach(item -> border.item(item, Via.CONTEXT, false));
        delivery.removed().stream()
                .filter(Objects::nonNull)
                .map(RemoteId::value)
                .forEach(border.removed::add);
        return new Passed(List.copyOf(border.arrivals.values()), border.posts, border.removed, border.parked);
    }

    private void item(@Nullable InboxItem item, Via via, boolean changed) {
        if (item == null) {
            park("?", "it is null", null);
            return;
        }
        try {
            add(arrival(item, via, changed));
        } catch (Refused refused) {
            park(item.id() == null ? "?" : item.id().value(), refused.reason, item.raw());
        }
    }

    private void post(@Nullable RemotePost post) {
        if (post == null) {
            park("?", "it is null", null);
            return;
        }
        try {
            InboxItem item = InboxItem.builder(
                            present(post.id(), "id"),
                            ItemKind.COMMENT,
                            account.asAuthor(),
                            present(post.publishedAt(), "time"))
                    .text(present(post.text(), "text"))
                    .attachments(post.attachments())
                    .earlierVersions(post.earlierVersions())
                    .permalink(post.permalink())
                    .raw(post.raw() == null ? new byte[0] : post.raw())
                    .build();
            Arrival arrival = arrival(item, Via.POST, false);
            add(arrival);
            posts.add(new RemotePost(
                    post.id(),
                    arrival.publishedAt(),
                    arrival.text().value(),
                    post.attachments(),
                    post.earlierVersions(),
                    post.counts(),
                    post.permalink(),
                    arrival.raw()));
        } catch (Refused refused) {
            park(post.id() == null ? "?" : post.id().value(), refused.reason, post.raw());
        }
    }

    /** A page may show the same message as a parent and as a message of its own: the better role wins. */
    private void add(Arrival arrival) {
        arrivals.merge(arrival.id(), arrival, (known, other) -> {
            boolean better = other.via().compareTo(known.via()) > 0;
            if (other.changed() && !known.changed()) {
                return better ? other : other.as(known.via());
            }
            return better ? other : known;
        });
    }

    private Arrival arrival(InboxItem item, Via via, boolean changed) throws Refused {
        String id = id(present(item.id(), "id"));
        Author author = author(present(item.author(), "author"));
        ItemKind kind = present(item.kind(), "kind");
        RemoteId inReplyTo = item.inReplyTo();
        Arrival.Text text = text(present(item.text(), "text"));
        String attachments = attachments(item);
        return new Arrival(
                id,
                roleOf(via, author, kind, inReplyTo),
                changed || (current && via != Via.CONTEXT),
                changed,
                kind,
                author,
                id(present(item.conversation(), "conversation")),
                inReplyTo == null ? null : id(inReplyTo),
                time(present(item.publishedAt(), "time")),
                text,
                language(item.language()),
                attachments,
                Digest.of(text.value(), attachments),
                versions(item, id),
                item.permalink() == null ? null : address(item.permalink().toASCIIString()),
                item.visibility() == null ? ItemVisibility.VISIBLE : item.visibility(),
                raw(item.raw()));
    }

    /** The account's own writing is its own on whatever page it is seen; without anything it answers it is a post. */
    private Via roleOf(Via via, Author author, ItemKind kind, @Nullable RemoteId inReplyTo) {
        if (via == Via.OWN || via == Via.POST || !author.id().equals(account.remoteId())) {
            return via;
        }
        return inReplyTo != null || kind == ItemKind.DIRECT_MESSAGE ? Via.OWN : Via.CONTEXT;
    }

    private static List<String> versions(InboxItem item, String id) throws Refused {
        if (item.earlierVersions().size() > MAX_VERSIONS) {
            throw new Refused("it claims " + item.earlierVersions().size() + " earlier versions");
        }
        List<String> versions = new ArrayList<>();
        for (RemoteId version : item.earlierVersions()) {
            String earlier = id(version);
            if (!earlier.equals(id) && !versions.contains(earlier)) {
                versions.add(earlier);
            }
        }
        return versions;
    }

    private static Author author(Author author) throws Refused {
        RemoteId id = new RemoteId(id(present(author.id(), "author's id")));
        String handle = name(author.handle() == null ? id.value() : author.handle());
        String displayName = name(author.displayName() == null ? handle : author.displayName());
        return new Author(id, handle, displayName, author.picture());
    }

    private static @Nullable String attachments(InboxItem item) throws Refused {
        try {
            return Attachments.write(item.attachments());
        } catch (NullPointerException e) {
            throw new Refused("an attachment is incomplete");
        }
    }

    private static String name(String name) {
        return Repair.begin(Repair.text(name).value(), MAX_NAME);
    }

    private static @Nullable String language(@Nullable String language) {
        return language == null ? null : Repair.begin(Repair.text(language).value(), 35);
    }

    private static @Nullable String address(String address) {
        return address.length() > MAX_ADDRESS ? null : address;
    }

    private static String id(@Nullable RemoteId id) throws Refused {
        String value = present(id, "id").value();
        if (!Repair.storable(value)) {
            throw new Refused("an id holds characters that cannot be stored");
        }
        return value;
    }

    private static Arrival.Text text(String text) throws Refused {
        if (text.length() > MAX_TEXT) {
            throw new Refused(
                    "its text has " + text.length() + " characters; " + MAX_TEXT + " are the most that is kept");
        }
        return Repair.text(text);
    }

    /** To the microsecond, as the database keeps it, so that a time compares equal to itself after storing. */
    private static Instant time(Instant time) throws Refused {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw new Refused("its time " + time + " cannot be right");
        }
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    private static byte[] raw(byte @Nullable [] raw) throws Refused {
        if (raw == null) {
            return new byte[0];
        }
        if (raw.length > MAX_RAW) {
            throw new Refused(
                    "it takes " + raw.length + " bytes on the wire; " + MAX_RAW + " are the most that is kept");
        }
        return raw;
    }

    private static <T> T present(@Nullable T value, String what) throws Refused {
        if (value == null) {
            throw new Refused("it has no " + what);
        }
        return value;
    }

    private void park(String id, String reason, byte @Nullable [] raw) {
        byte[] kept = raw == null ? new byte[0] : Arrays.copyOf(raw, Math.min(raw.length, KEPT_OF_PARKED));
        parked.add(new Parked(Repair.text(id).value(), reason, kept));
    }

    /** For what a whole signal is about. */
    static Parked foreign(RemoteId about) {
        return new Parked(
                Repair.text(about.value()).value(),
                "it is about another account",
                about.value().getBytes(StandardCharsets.UTF_8));
    }

    /** A message that cannot be taken in; the reason is completed by "parked because". */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Refused(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
