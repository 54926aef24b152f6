package org.parvis.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.parvis.benchmarks.Conversation.Message;
import org.parvis.store.Identifiers;
import org.parvis.store.connection.Endpoint;

/**
 * The limit of taking messages in: one table of twelve columns with four indexes and one of threads, and one statement that
 * drops duplicates and counts the threads. No answers, no authors, no raw bytes apart, no figures, no scope.
 */
final class RawInbox {
    private static final String COLUMNS =
            "id, account_id, external_id, thread_id, kind, author_id, author_name, body, language, payload, created_at, unread";
    private static final String INSERT = "insert into message (" + COLUMNS + ") select * from unnest("
            + "?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::jsonb[],"
            + " ?::timestamptz[], ?::bool[]) on conflict (account_id, external_id) do nothing";
    private static final String FULL = "with ins as (" + INSERT + " returning thread_id, account_id, created_at)"
            + " insert into thread as t (id, account_id, items, last_at)"
            + " select thread_id, account_id, count(*), max(created_at) from ins group by thread_id, account_id order by thread_id"
            + " on conflict (id) do update set items = t.items + excluded.items,"
            + " last_at = greatest(t.last_at, excluded.last_at)";

    private RawInbox() {}

    static void create(Endpoint endpoint) throws SQLException {
        PlainDatabase.execute(
                endpoint,
                "create table message (id uuid primary key, account_id uuid not null, external_id text not null,"
                        + " thread_id uuid not null, kind text not null, author_id text not null, author_name text not null,"
                        + " body text not null, language text, payload jsonb not null, created_at timestamptz not null,"
                        + " unread boolean not null, unique (account_id, external_id))",
                "create index message_latest on message (account_id, created_at desc, id desc)",
                "create index message_thread on message (thread_id, created_at)",
                "create table thread (id uuid primary key, account_id uuid not null, items int not null,"
                        + " last_at timestamptz not null)");
    }

    /** The FULL statement, for one connection. */
    static PreparedStatement full(Connection connection) throws SQLException {
        return connection.prepareStatement(FULL);
    }

    /** Without threads: what a repeated page costs at least. */
    static PreparedStatement insert(Connection connection) throws SQLException {
        return connection.prepareStatement(INSERT);
    }

    static int take(PreparedStatement statement, UUID account, List<Message> page) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(1, connection.createArrayOf("uuid", column(page, m -> Identifiers.next())));
        statement.setArray(2, connection.createArrayOf("uuid", column(page, m -> account)));
        statement.setArray(3, connection.createArrayOf("text", column(page, Message::id)));
        statement.setArray(4, connection.createArrayOf("uuid", column(page, m -> m.threadId(account))));
        statement.setArray(5, connection.createArrayOf("text", column(page, m -> "MENTION")));
        statement.setArray(6, connection.createArrayOf("text", column(page, Message::author)));
        statement.setArray(7, connection.createArrayOf("text", column(page, m -> "User " + m.author())));
        statement.setArray(8, connection.createArrayOf("text", column(page, Message::text)));
        statement.setArray(9, connection.createArrayOf("text", column(page, m -> "en")));
        statement.setArray(10, connection.createArrayOf("text", column(page, Message::json)));
        statement.setArray(11, connection.createArrayOf("timestamptz", column(page, m -> m.at().toString())));
        statement.setArray(12, connection.createArrayOf("bool", column(page, m -> true)));
        return statement.executeUpdate();
    }

    private static Object[] column(List<Message> page, Function<Message, Object> value) {
        return page.stream().map(value).toArray();
    }
}
