package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.ItemKind;
import org.parvis.store.SetStatement;

/**
 * What answers direct messages. They name no message that they answer, so in a conversation of two the account's first
 * message that is not earlier than a received one answers it, and with it all that came before. In a conversation of more,
 * only what names its parent answers. Read from what is stored by one step of an index for each message that is concerned,
 * so that it costs the same in the longest conversation. Lives within one transaction.
 */
final class DirectAnswers {
    private static final String FIRST = """
            select u.id, c.several, a.published_at
            from unnest(?, ?, ?) as u(id, conversation_id, published_at)
            left join inbox.conversation c on c.account_id = ? and c.id = u.conversation_id
            left join lateral (
                select o.published_at from inbox.item o
                where o.account_id = ? and o.conversation_id = u.conversation_id
                    and o.role = 'OWN' and o.kind = 'DIRECT_MESSAGE' and not o.removed
                    and (o.reply_state is null or o.reply_state = 'SENT')
                    and o.published_at >= u.published_at and o.id <> all(?)
                order by o.published_at limit 1) a on true""";

    private final Handle handle;
    private final UUID account;
    private final Shelf shelf;
    private final Threads threads;
    private final Set<Stored> changed = new LinkedHashSet<>();
    private final Map<UUID, SortedSet<Instant>> times = new HashMap<>();
    private final Set<UUID> gone = new HashSet<>();
    private final Map<UUID, Instant> stored = new HashMap<>();
    private final Set<UUID> several = new HashSet<>();
    private final Map<UUID, TreeSet<Instant>> present = new HashMap<>();

    DirectAnswers(Handle handle, LinkedAccount account, Shelf shelf, Threads threads) {
        this.handle = handle;
        this.account = account.id().value();
        this.shelf = shelf;
        this.threads = threads;
    }

    /** A message of the account is new, is out, has another time or was taken back. */
    void changed(Stored answer) {
        if (answer.kind == ItemKind.DIRECT_MESSAGE) {
            changed.add(answer);
        }
    }

    /** A message of the account turned out to be another one. */
    void absorbed(Stored other) {
        changed.remove(other);
        if (other.kind == ItemKind.DIRECT_MESSAGE) {
            gone.add(other.id);
            at(other.conversation, other.before.publishedAt());
        }
    }

    /** Reads the stored messages whose answer may be another one now. */
    List<Stored> questions() {
        for (Stored answer : changed) {
            at(answer.conversation, answer.publishedAt);
            at(answer.conversation, answer.before.publishedAt());
        }
        List<UUID> conversations = new ArrayList<>();
        List<@Nullable Instant> floors = new ArrayList<>();
        List<Instant> ceilings = new ArrayList<>();
        times.forEach((conversation, at) -> {
            Instant floor = null;
            for (Instant ceiling : at) {
                conversations.add(conversation);
                floors.add(floor);
                ceilings.add(ceiling);
                floor = ceiling;
            }
        });
        List<Stored> questions = new ArrayList<>(shelf.loadDirect(conversations, floors, ceilings));
        questions.addAll(shelf.loadAnsweredDirect(threads.grown()));
        return questions;
    }

    private void at(UUID conversation, Instant time) {
        times.computeIfAbsent(conversation, c -> new TreeSet<>()).add(time);
    }

    /** Reads what answers these; afterwards {@link #first} knows. */
    void load(Collection<Stored> questions) {
        List<Stored> direct = questions.stream()
                .filter(question -> question.kind == ItemKind.DIRECT_MESSAGE)
                .toList();
        if (direct.isEmpty()) {
            return;
        }
        Set<UUID> known = new HashSet<>(gone);
        for (Stored item : shelf.items()) {
            if (item.kind == ItemKind.DIRECT_MESSAGE) {
                known.add(item.id);
                if (item.answers()) {
                    present.computeIfAbsent(item.conversation, c -> new TreeSet<>())
                            .add(item.publishedAt);
                }
            }
        }
        try (SetStatement statement = new SetStatement(handle, FIRST)) {
            statement
                    .ids(direct.stream().map(question -> question.id).toList())
                    .ids(direct.stream().map(question -> question.conversation).toList())
                    .times(direct.stream().map(question -> question.publishedAt).toList())
                    .value(account)
                    .value(account)
                    .ids(known)
                    .list(row -> {
                        Instant at = time(row, "published_at");
                        if (at != null) {
                            stored.put(id(row, "id"), at);
                        }
                        return row.getBoolean("several") && several.add(id(row, "id"));
                    });
        }
    }

    /** When the message was answered; null if it was not, or if it names its answers itself. */
    @Nullable
    Instant first(Stored question) {
        boolean direct = question.kind == ItemKind.DIRECT_MESSAGE;
        if (!direct || several.contains(question.id) || threads.grown().contains(question.conversation)) {
            return null;
        }
        Instant before = stored.get(question.id);
        TreeSet<Instant> seen = present.get(question.conversation);
        Instant now = seen == null ? null : seen.ceiling(question.publishedAt);
        return before == null || (now != null && now.isBefore(before)) ? now : before;
    }
}
