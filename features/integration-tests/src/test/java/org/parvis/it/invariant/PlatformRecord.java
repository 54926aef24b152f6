package org.parvis.it.invariant;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the platform believes, read from its tables in one snapshot by a login that sees every row.
 *
 * @param deviations sentences about counts that do not come to what they count
 */
public record PlatformRecord(
        List<Account> accounts,
        List<Publication> publications,
        List<Item> items,
        List<Webhook> webhooks,
        List<Obligation> obligations,
        List<String> deviations) {

    /** What obligations must be gone before anything can be judged: those that somebody waits for. */
    private static final Set<String> AWAITED = Set.of("publishing.publish", "inbox.reply", "webhook.parse");

    /** A linked account. */
    public record Account(String handle, String state) {}

    /** A publication of ours or one that the timeline brought. */
    public record Publication(
            String account,
            boolean ours,
            String state,
            String text,
            @Nullable String remoteId,
            String reason) {
        String marker() {
            return NetworkRecord.marker(text);
        }

        boolean underWay() {
            return Set.of("SCHEDULED", "SENDING", "UNKNOWN", "PENDING_REMOTE", "WAITING_FOR_NETWORK")
                    .contains(state);
        }
    }

    /** A message of an inbox. */
    public record Item(
            String account,
            String role,
            String text,
            @Nullable String remoteId,
            @Nullable String replyState,
            String reason) {
        String marker() {
            return NetworkRecord.marker(text);
        }

        boolean underWay() {
            return replyState != null
                    && Set.of("WAITING", "WAITING_FOR_NETWORK", "SENDING", "UNKNOWN").contains(replyState);
        }
    }

    /** A stored request of the network. */
    public record Webhook(String body, String state) {
        String marker() {
            return NetworkRecord.marker(body);
        }
    }

    /** Open work. */
    public record Obligation(String kind, String key, String state, String reason) {
        boolean awaited() {
            return AWAITED.contains(kind);
        }
    }

    /** Each must give no row; a row's text says what does not fit. */
    private static final List<String> SUMS = List.of("""
            select 'the conversation ' || c.remote_id || ' of @' || a.handle || ' counts ' || c.items || ' messages and has '
                || count(i.id) from inbox.conversation c join engine.account a on a.id = c.account_id
            left join inbox.item i on i.account_id = c.account_id and i.conversation_id = c.id and i.role <> 'CONTEXT'
                and not i.removed
            group by c.account_id, c.id, c.remote_id, c.items, a.handle having c.items <> count(i.id)
            """, """
            select 'the figures of @' || a.handle || ' know ' || (select count(*) from analytics.received r
                where r.account_id = a.id) || ' received messages, the inbox has ' || count(i.id)
            from engine.account a left join inbox.item i on i.account_id = a.id and i.role = 'RECEIVED' and not i.removed
            group by a.id, a.handle
            having count(i.id) <> (select count(*) from analytics.received r where r.account_id = a.id)
            """, """
            select 'the hours of @' || a.handle || ' add up to ' || coalesce(sum(h.received), 0) || ' received and '
                || coalesce(sum(h.own), 0) || ' own, the figures know '
                || (select count(*) from analytics.received r where r.account_id = a.id) || ' and '
                || (select count(*) from analytics.own o where o.account_id = a.id)
            from engine.account a left join analytics.hour h on h.account_id = a.id group by a.id, a.handle
            having coalesce(sum(h.received), 0) <> (select count(*) from analytics.received r where r.account_id = a.id)
                or coalesce(sum(h.own), 0) <> (select count(*) from analytics.own o where o.account_id = a.id)
            """, """
            select 'the figures of @' || a.handle || ' know ' || (select count(*) from analytics.own o
                where o.account_id = a.id) || ' posts and answers of its own, it published '
                || (select count(*) from publishing.publication p where p.account_id = a.id and p.state = 'PUBLISHED')
                || ' and answered ' || (select count(*) from inbox.item i where i.account_id = a.id and i.role = 'OWN'
                    and i.remote_id is not null and not i.removed)
            from engine.account a
            where (select count(*) from analytics.own o where o.account_id = a.id)
                <> (select count(*) from publishing.publication p where p.account_id = a.id and p.state = 'PUBLISHED')
                + (select count(*) from inbox.item i where i.account_id = a.id and i.role = 'OWN'
                    and i.remote_id is not null and not i.removed)
            """, """
            select 'the audit trail of ' || e.workspace_id || ' has ' || count(*) || ' entries, numbered to ' || max(e.sequence)
                || ', and its head says ' || coalesce(h.sequence, 0)
            from workspace.audit_entry e left join workspace.audit_head h on h.workspace_id = e.workspace_id
            group by e.workspace_id, h.sequence
            having count(*) <> max(e.sequence) or h.sequence is distinct from max(e.sequence)
            """, """
            select 'the obligation ' || o.kind || ' ' || o.key || ' is dead: ' || o.reason
            from engine.obligation o where o.state = 'DEAD'
            """);

    /** Reads everything in one snapshot. */
    public static PlatformRecord read(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            return new PlatformRecord(
                    list(
                            connection,
                            "select handle, state from engine.account",
                            row -> new Account(row.getString(1), row.getString(2))),
                    list(connection, """
                            select a.handle, p.origin = 'PARVIS', p.state, p.text, p.remote_id, p.reason
                            from publishing.publication p join engine.account a on a.id = p.account_id
                            """, PlatformRecord::publication),
                    list(connection, """
                            select a.handle, i.role, i.body, i.remote_id, i.reply_state, i.reply_reason
                            from inbox.item i join engine.account a on a.id = i.account_id where not i.removed
                            """, PlatformRecord::item),
                    list(
                            connection,
                            "select convert_from(body, 'UTF8'), state from engine.webhook",
                            row -> new Webhook(row.getString(1), row.getString(2))),
                    list(
                            connection,
                            "select kind, key, state, reason from engine.obligation",
                            row -> new Obligation(
                                    row.getString(1), row.getString(2), row.getString(3), row.getString(4))),
                    deviations(connection));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Whether nothing is under way any more that somebody waits for. */
    public boolean atRest() {
        return publications.stream().noneMatch(Publication::underWay)
                && items.stream().noneMatch(Item::underWay)
                && webhooks.stream().noneMatch(webhook -> webhook.state().equals("RECEIVED"))
                && obligations.stream().noneMatch(Obligation::awaited);
    }

    private static Publication publication(ResultSet row) throws SQLException {
        return new Publication(
                row.getString(1),
                row.getBoolean(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6));
    }

    private static List<String> deviations(Connection connection) throws SQLException {
        List<String> all = new ArrayList<>();
        for (String sum : SUMS) {
            all.addAll(list(connection, sum, row -> row.getString(1)));
        }
        return all;
    }

    private static <T> List<T> list(Connection connection, String sql, Reading<T> reading) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (row.next()) {
                all.add(reading.of(row));
            }
            return List.copyOf(all);
        }
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }
}
