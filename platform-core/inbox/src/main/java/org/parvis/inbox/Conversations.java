package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Keyset;
import org.parvis.api.inbox.ConversationQuery;
import org.parvis.api.inbox.ConversationStatus;
import org.parvis.api.inbox.ConversationView;
import org.parvis.model.AccountId;
import org.parvis.model.ConversationId;
import org.parvis.model.ItemKind;
import org.parvis.store.SetStatement;

/** Reads and changes conversations. */
final class Conversations {
    private static final String COLUMNS = "c.*, a.handle, a.display_name, a.picture";
    private static final String AUTHOR =
            " left join inbox.author a on a.account_id = c.account_id and a.remote_id = c.participant";
    private static final String BY_ID = "select " + COLUMNS + " from unnest(?) as k(account_id)"
            + " join inbox.conversation c on c.account_id = k.account_id and c.id = ?" + AUTHOR;

    private Conversations() {}

    static Optional<ConversationView> find(Handle handle, Collection<UUID> accounts, UUID conversation) {
        try (SetStatement statement = new SetStatement(handle, BY_ID)) {
            return statement.ids(accounts).value(conversation).list(Conversations::view).stream()
                    .findFirst();
        }
    }

    /** The newest of each account, merged. What is filtered has an index of its own, so a rare match is found at once. */
    static List<ConversationView> list(
            Handle handle, Collection<UUID> accounts, ConversationQuery query, @Nullable Keyset after, int limit) {
        Keyset from = after == null ? Items.END : after;
        String sql = "select " + COLUMNS + " from (select m.* from unnest(?) as k(account_id)"
                + " cross join lateral (select * from inbox.conversation l where l.account_id = k.account_id"
                + " and l.items > 0" + conditions(query) + " and (l.last_item_at, l.id) < (?, ?)"
                + " order by l.last_item_at desc, l.id desc limit ?) m"
                + " order by m.last_item_at desc, m.id desc limit ?) c" + AUTHOR
                + " order by c.last_item_at desc, c.id desc";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.ids(accounts);
            ConversationStatus status = query.status();
            if (status != null) {
                statement.value(status.name());
            }
            return statement
                    .value(from.time())
                    .value(from.id())
                    .value(limit)
                    .value(limit)
                    .list(Conversations::view);
        }
    }

    private static String conditions(ConversationQuery query) {
        StringBuilder conditions = new StringBuilder();
        if (query.status() != null) {
            conditions.append(" and l.status = ?");
        }
        if (query.unread() != null) {
            conditions.append(query.unread() ? " and l.unread" : " and not l.unread");
        }
        if (query.awaiting() != null) {
            conditions.append(" and l.awaiting_since is ").append(query.awaiting() ? "not null" : "null");
        }
        return conditions.toString();
    }

    static void markRead(Handle handle, UUID account, UUID conversation, boolean read) {
        String sql = "update inbox.conversation set unread = ? where account_id = ? and id = ? and unread <> ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(!read)
                    .value(account)
                    .value(conversation)
                    .value(!read)
                    .update();
        }
    }

    /** @return false if somebody else changed it since that version */
    static boolean changeStatus(
            Handle handle,
            UUID account,
            UUID conversation,
            ConversationStatus status,
            @Nullable Instant snoozedUntil,
            long version) {
        String sql = "update inbox.conversation set status = ?, snoozed_until = ?, version = version + 1"
                + " where account_id = ? and id = ? and version = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            return statement
                            .value(status.name())
                            .time(snoozedUntil)
                            .value(account)
                            .value(conversation)
                            .value(version)
                            .update()
                    == 1;
        }
    }

    /** Opens a snoozed conversation whose time has come. */
    static void wake(Handle handle, UUID account, UUID conversation, Instant now) {
        String sql = "update inbox.conversation set status = 'OPEN', snoozed_until = null, version = version + 1"
                + " where account_id = ? and id = ? and status = 'SNOOZED' and snoozed_until <= ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(account).value(conversation).value(now).update();
        }
    }

    /** An answer of ours was written into it. */
    static void written(Handle handle, UUID account, UUID conversation, Instant at, String text) {
        String sql = "update inbox.conversation set items = items + 1, last_item_at = greatest(last_item_at, ?),"
                + " snippet = case when ? >= last_item_at then ? else snippet end, unread = false,"
                + " version = version + 1 where account_id = ? and id = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(at)
                    .value(at)
                    .value(Repair.begin(text, Threads.SNIPPET))
                    .value(account)
                    .value(conversation)
                    .update();
        }
    }

    static Optional<Instant> lastReceivedAt(Handle handle, UUID account, UUID conversation) {
        String sql = "select last_received_at from inbox.conversation where account_id = ? and id = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            return statement
                    .value(account)
                    .value(conversation)
                    .list(row -> Optional.ofNullable(time(row, "last_received_at")))
                    .stream()
                    .findFirst()
                    .flatMap(at -> at);
        }
    }

    static String remoteId(Handle handle, UUID account, UUID conversation) {
        String sql = "select remote_id from inbox.conversation where account_id = ? and id = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            return statement
                    .value(account)
                    .value(conversation)
                    .list(row -> row.getString("remote_id"))
                    .get(0);
        }
    }

    private static ConversationView view(ResultSet row) throws SQLException {
        String participant = row.getString("participant");
        return new ConversationView(
                new ConversationId(id(row, "id")),
                new AccountId(id(row, "account_id")),
                ItemKind.valueOf(row.getString("kind")),
                ConversationStatus.valueOf(row.getString("status")),
                time(row, "snoozed_until"),
                row.getBoolean("unread"),
                row.getInt("items"),
                Objects.requireNonNull(time(row, "last_item_at")),
                time(row, "awaiting_since"),
                row.getString("snippet"),
                participant == null ? null : Items.author(row, participant),
                row.getLong("version"));
    }
}
