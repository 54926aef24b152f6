package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Keyset;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.KnownItem;
import org.parvis.store.SetStatement;

/**
 * What is looked at again. Half of a turn goes to the newest unanswered messages, for these somebody is about to answer; the
 * rest walks back over everything received, written or posted, newest first, a bit in each turn, and begins anew at its end.
 * Direct messages are not asked about: their ids are numbers of their own, under which a network may know another thing or
 * nothing, and what it says of that would be taken for the message's end. The cost of a turn is the same whatever the account
 * has. Stateless; joins the transaction of its handle.
 */
final class Recheck {
    /** How many of the newest messages are passed in search of unanswered ones. */
    private static final int LOOKED_THROUGH = 1_000;

    private static final String UNANSWERED = """
            select * from (
                select remote_id, kind, false as post, published_at, id, removed or kind = 'DIRECT_MESSAGE' as removed,
                    role = 'RECEIVED' and answered_at is null as waits
                from inbox.item where account_id = ? and role <> 'CONTEXT' and published_at > ? and published_at < ?
                order by published_at desc, id desc limit ?) newest
            where waits and not removed limit ?""";
    /** Two walks along two indexes, merged; what cannot be asked about is passed over but counted, so that it ends. */
    private static final String WALK = """
            select * from (
                (select remote_id, kind, false as post, published_at, id, removed or kind = 'DIRECT_MESSAGE' as removed
                from inbox.item where account_id = ? and role <> 'CONTEXT' and published_at > ? and (published_at, id) < (?, ?)
                order by published_at desc, id desc limit ?)
                union all
                (select remote_id, kind, true as post, published_at, id, removed or kind = 'DIRECT_MESSAGE' as removed
                from inbox.item where account_id = ? and role = 'CONTEXT' and delivered and published_at > ?
                    and (published_at, id) < (?, ?)
                order by published_at desc, id desc limit ?)) known
            order by published_at desc, id desc limit ?""";

    private Recheck() {}

    /**
     * What one turn asks about.
     *
     * @param next where the walk goes on; null where it begins anew
     */
    record Turn(List<KnownItem> items, @Nullable Keyset next) {}

    /**
     * From when to when is looked.
     *
     * @param waiting the oldest time of what is looked at in each turn, as long as it waits
     * @param known the oldest time to which the walk goes
     * @param visible what is younger than this the network may not show yet, and so may seem gone
     */
    record Span(Instant waiting, Instant known, Instant visible) {}

    static Turn turn(Handle handle, LinkedAccount account, Span span, int budget) {
        Map<String, KnownItem> asked = new LinkedHashMap<>();
        for (Row row : unanswered(handle, account, span, (budget + 1) / 2)) {
            row.addTo(asked);
        }
        Keyset position = position(handle, account, new Keyset(span.visible(), Items.END.id()));
        int room = budget - asked.size();
        List<Row> walked = room == 0 ? List.of() : walk(handle, account, span.known(), position, room);
        walked.forEach(row -> row.addTo(asked));
        Row last = walked.size() < room || room == 0 ? null : walked.get(walked.size() - 1);
        return new Turn(List.copyOf(asked.values()), room == 0 ? position : last == null ? null : last.place());
    }

    private static List<Row> unanswered(Handle handle, LinkedAccount account, Span span, int limit) {
        try (SetStatement statement = new SetStatement(handle, UNANSWERED)) {
            return statement
                    .value(account.id().value())
                    .value(span.waiting())
                    .value(span.visible())
                    .value(LOOKED_THROUGH)
                    .value(limit)
                    .list(Row::of);
        }
    }

    private static List<Row> walk(Handle handle, LinkedAccount account, Instant reach, Keyset from, int limit) {
        try (SetStatement statement = new SetStatement(handle, WALK)) {
            for (int i = 0; i < 2; i++) {
                statement
                        .value(account.id().value())
                        .value(reach)
                        .value(from.time())
                        .value(from.id())
                        .value(limit);
            }
            return statement.value(limit).list(Row::of);
        }
    }

    private static Keyset position(Handle handle, LinkedAccount account, Keyset newest) {
        String sql = "select published_at, item_id from inbox.recheck where account_id = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            List<Keyset> found = statement
                    .value(account.id().value())
                    .list(row -> new Keyset(Objects.requireNonNull(time(row, "published_at")), id(row, "item_id")));
            return found.isEmpty() || found.get(0).time().isAfter(newest.time()) ? newest : found.get(0);
        }
    }

    static void goOn(Handle handle, LinkedAccount account, @Nullable Keyset next) {
        String sql = """
                insert into inbox.recheck (account_id, workspace_id, published_at, item_id) values (?, ?, ?, ?)
                on conflict (account_id) do update set published_at = excluded.published_at, item_id = excluded.item_id""";
        Keyset position = next == null ? Items.END : next;
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account.id().value())
                    .value(account.workspace().value())
                    .value(position.time())
                    .value(position.id())
                    .update();
        }
    }

    /** A message that may be asked about. */
    private record Row(@Nullable KnownItem item, Keyset place, boolean removed) {
        static Row of(ResultSet row) throws SQLException {
            Instant publishedAt = Objects.requireNonNull(time(row, "published_at"));
            String remoteId = row.getString("remote_id");
            KnownItem item = remoteId == null
                    ? null
                    : new KnownItem(
                            new RemoteId(remoteId), ItemKind.valueOf(row.getString("kind")), row.getBoolean("post"));
            return new Row(item, new Keyset(publishedAt, id(row, "id")), row.getBoolean("removed"));
        }

        void addTo(Map<String, KnownItem> asked) {
            if (item != null && !removed) {
                asked.putIfAbsent(item.id().value(), item);
            }
        }
    }

    /** In portions of what a network may be asked about at once. */
    static List<List<KnownItem>> portions(List<KnownItem> items, int size) {
        List<List<KnownItem>> portions = new ArrayList<>();
        for (int from = 0; from < items.size(); from += size) {
            portions.add(items.subList(from, Math.min(items.size(), from + size)));
        }
        return portions;
    }
}
