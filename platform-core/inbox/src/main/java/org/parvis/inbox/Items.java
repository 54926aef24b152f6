package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Keyset;
import org.parvis.api.inbox.ItemRole;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.inbox.ReplyState;
import org.parvis.model.AccountId;
import org.parvis.model.Author;
import org.parvis.model.ConversationId;
import org.parvis.model.ItemId;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.store.SetStatement;

/** Reads items. Every question names the accounts it is asked of, and goes along one index per account. */
final class Items {
    private static final String COLUMNS = """
            i.id, i.conversation_id, i.account_id, i.remote_id, i.kind, i.role, i.author_id, i.in_reply_to,
            i.published_at, i.answered_at, i.text_repaired, i.edited, i.removed, i.hidden, i.visibility, i.liked, i.reply_state,
            i.reply_reason, i.permalink, i.body, i.attachments, a.handle, a.display_name, a.picture""";
    private static final String AUTHOR =
            " left join inbox.author a on a.account_id = i.account_id and a.remote_id = i.author_id";
    private static final String BY_ID = "select " + COLUMNS + " from unnest(?) as k(account_id)"
            + " join inbox.item i on i.account_id = k.account_id and i.id = ?" + AUTHOR;
    private static final String OF_CONVERSATION = "select " + COLUMNS + " from (select * from inbox.item"
            + " where account_id = ? and conversation_id = ? and (published_at, id) > (?, ?)"
            + " order by published_at, id limit ?) i" + AUTHOR + " order by i.published_at, i.id";
    /** The newest of each account, merged: as fast for many accounts as the index is for one. */
    private static final String LATEST = "select " + COLUMNS + " from (select m.* from unnest(?) as k(account_id)"
            + " cross join lateral (select * from inbox.item l where l.account_id = k.account_id"
            + " and l.role <> 'CONTEXT' and (l.published_at, l.id) < (?, ?)"
            + " order by l.published_at desc, l.id desc limit ?) m"
            + " order by m.published_at desc, m.id desc limit ?) i" + AUTHOR
            + " order by i.published_at desc, i.id desc";

    private static final Keyset BEGIN = new Keyset(Instant.parse("0001-01-01T00:00:00Z"), new UUID(0, 0));
    static final Keyset END = new Keyset(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));

    private Items() {}

    static Optional<ItemView> find(Handle handle, Collection<UUID> accounts, UUID item) {
        try (SetStatement statement = new SetStatement(handle, BY_ID)) {
            return statement.ids(accounts).value(item).list(Items::view).stream()
                    .findFirst();
        }
    }

    static List<ItemView> ofConversation(
            Handle handle, UUID account, UUID conversation, @Nullable Keyset after, int limit) {
        Keyset from = after == null ? BEGIN : after;
        try (SetStatement statement = new SetStatement(handle, OF_CONVERSATION)) {
            return statement
                    .value(account)
                    .value(conversation)
                    .value(from.time())
                    .value(from.id())
                    .value(limit)
                    .list(Items::view);
        }
    }

    static List<ItemView> latest(Handle handle, Collection<UUID> accounts, @Nullable Keyset after, int limit) {
        Keyset from = after == null ? END : after;
        try (SetStatement statement = new SetStatement(handle, LATEST)) {
            return statement
                    .ids(accounts)
                    .value(from.time())
                    .value(from.id())
                    .value(limit)
                    .value(limit)
                    .list(Items::view);
        }
    }

    /** What was kept of these as the network sent it. */
    static Map<ItemId, byte[]> raw(Handle handle, UUID account, Collection<UUID> items) {
        String sql = "select item_id, raw from inbox.item_raw where account_id = ? and item_id = any(?)";
        Map<ItemId, byte[]> raw = new HashMap<>();
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account)
                    .ids(items)
                    .list(row -> raw.put(new ItemId(id(row, "item_id")), row.getBytes("raw")));
        }
        return raw;
    }

    private static ItemView view(ResultSet row) throws SQLException {
        String remoteId = row.getString("remote_id");
        String inReplyTo = row.getString("in_reply_to");
        String permalink = row.getString("permalink");
        String reply = row.getString("reply_state");
        return new ItemView(
                new ItemId(id(row, "id")),
                new ConversationId(id(row, "conversation_id")),
                new AccountId(id(row, "account_id")),
                remoteId == null ? null : new RemoteId(remoteId),
                ItemKind.valueOf(row.getString("kind")),
                ItemRole.valueOf(row.getString("role")),
                author(row, row.getString("author_id")),
                inReplyTo == null ? null : new RemoteId(inReplyTo),
                Objects.requireNonNull(time(row, "published_at")),
                row.getString("body"),
                row.getBoolean("text_repaired"),
                Attachments.read(row.getString("attachments")),
                permalink == null ? null : URI.create(permalink),
                time(row, "answered_at"),
                row.getBoolean("edited"),
                row.getBoolean("removed"),
                row.getBoolean("hidden"),
                ItemVisibility.valueOf(row.getString("visibility")),
                row.getBoolean("liked"),
                reply == null ? null : ReplyState.valueOf(reply),
                row.getString("reply_reason"));
    }

    static Author author(ResultSet row, String id) throws SQLException {
        String handle = row.getString("handle");
        String name = row.getString("display_name");
        String picture = row.getString("picture");
        return new Author(
                new RemoteId(id),
                handle == null ? id : handle,
                name == null ? id : name,
                picture == null ? null : URI.create(picture));
    }
}
