package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.Author;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.store.SetStatement;

/** Reads the few texts and authors that taking a delivery in needs of what is stored. Lives within one transaction. */
final class Texts {
    private static final String LOAD = """
            select i.id, i.body, i.author_id, a.handle, a.display_name, a.picture from inbox.item i
            join inbox.author a on a.account_id = i.account_id and a.remote_id = i.author_id
            where i.account_id = ? and i.id = any(?)""";
    /** The few answers of ours whose id at the network is not known, by their own index. */
    private static final String OPEN = """
            select i.id, c.remote_id as conversation, i.in_reply_to, t.in_reply_to as above, i.kind, i.body, r.intended_at
            from inbox.item i
            join inbox.reply r on r.account_id = i.account_id and r.item_id = i.id
            join inbox.item t on t.account_id = r.account_id and t.id = r.target_id
            join inbox.conversation c on c.account_id = i.account_id and c.id = i.conversation_id
            where i.account_id = ? and i.reply_state is not null and i.remote_id is null
                and i.reply_state in ('UNKNOWN', 'HELD', 'SENT') and not i.removed and r.intended_at is not null""";

    private final Handle handle;
    private final UUID account;
    private final Map<UUID, String> bodies = new HashMap<>();
    private final Map<UUID, Author> authors = new HashMap<>();

    Texts(Handle handle, LinkedAccount account) {
        this.handle = handle;
        this.account = account.id().value();
    }

    void load(Collection<UUID> items) {
        if (items.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, LOAD)) {
            statement.value(account).ids(items).list(row -> {
                UUID id = id(row, "id");
                String picture = row.getString("picture");
                bodies.put(id, row.getString("body"));
                authors.put(
                        id,
                        new Author(
                                new RemoteId(row.getString("author_id")),
                                row.getString("handle"),
                                row.getString("display_name"),
                                picture == null ? null : URI.create(picture)));
                return true;
            });
        }
    }

    String body(UUID item) {
        return bodies.getOrDefault(item, "");
    }

    Author author(UUID item) {
        return Objects.requireNonNull(authors.get(item), "author of " + item);
    }

    List<OpenReply> openReplies() {
        try (SetStatement statement = new SetStatement(handle, OPEN)) {
            return statement
                    .value(account)
                    .list(row -> new OpenReply(
                            id(row, "id"),
                            ItemKind.valueOf(row.getString("kind")),
                            row.getString("conversation"),
                            row.getString("in_reply_to"),
                            row.getString("above"),
                            row.getString("body"),
                            Objects.requireNonNull(time(row, "intended_at"))));
        }
    }
}
