package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.store.SetStatement;

/**
 * Blanks what the terms of a network allow to be kept no longer: rows, ids and times stay. Each call takes the oldest, at
 * most so many. Joins the transaction of its handle.
 */
final class Expiry {
    /** Our own writing is ours. The fingerprint goes too, so that what is fetched again is stored again. */
    private static final String BLANK = """
            update inbox.item i set body = '', attachments = null, language = null, digest = 0, blanked = true
            from (select id from inbox.item
                where account_id = ? and fetched_at < ? and role <> 'OWN' and author_id <> ? and not blanked
                    and not removed
                order by fetched_at limit ? for update skip locked) o
            where i.account_id = ? and i.id = o.id
            returning i.id, i.conversation_id""";

    private static final String PARKED = """
            delete from inbox.parked where account_id = ? and id in (
                select id from inbox.parked where account_id = ? and parked_at < ? limit ?)""";
    private static final String AUTHORS = """
            update inbox.author a set handle = remote_id, display_name = remote_id, picture = null
            from (select remote_id as expired from inbox.author
                where account_id = ? and fetched_at < ? and remote_id <> ?
                    and (handle <> remote_id or display_name <> remote_id or picture is not null)
                order by fetched_at limit ? for update skip locked) o
            where a.account_id = ? and a.remote_id = o.expired
            returning a.remote_id""";

    private final Handle handle;
    private final UUID account;
    private final String remoteId;

    Expiry(Handle handle, LinkedAccount account) {
        this.handle = handle;
        this.account = account.id().value();
        this.remoteId = account.remoteId().value();
    }

    /** @return how many messages were blanked or forgotten */
    int items(Instant before, int limit) {
        List<UUID> items = new ArrayList<>();
        List<UUID> conversations = new ArrayList<>();
        try (SetStatement statement = new SetStatement(handle, BLANK)) {
            statement
                    .value(account)
                    .value(before)
                    .value(remoteId)
                    .value(limit)
                    .value(account)
                    .list(row -> items.add(id(row, "id")) && conversations.add(id(row, "conversation_id")));
        }
        if (!items.isEmpty()) {
            delete("inbox.item_raw", items);
            delete("inbox.item_revision", items);
            Threads.refresh(handle, account, conversations.stream().distinct().toList());
        }
        return items.size() + parked(before, limit);
    }

    private void delete(String table, List<UUID> items) {
        String sql = "delete from " + table + " where account_id = ? and item_id = any(?)";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(account).ids(items).update();
        }
    }

    private int parked(Instant before, int limit) {
        try (SetStatement statement = new SetStatement(handle, PARKED)) {
            return statement
                    .value(account)
                    .value(account)
                    .value(before)
                    .value(limit)
                    .update();
        }
    }

    /** @return the ids of those whose names were blanked */
    List<String> authors(Instant before, int limit) {
        try (SetStatement statement = new SetStatement(handle, AUTHORS)) {
            return statement
                    .value(account)
                    .value(before)
                    .value(remoteId)
                    .value(limit)
                    .value(account)
                    .list(row -> row.getString("remote_id"));
        }
    }
}
