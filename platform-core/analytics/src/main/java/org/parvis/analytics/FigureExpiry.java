package org.parvis.analytics;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.store.SetStatement;

/**
 * Deletes what a network counted and allows to be kept no longer: a figure without its value is nothing. What the platform
 * counted itself is its own and stays. Each call takes the oldest, at most so many. Joins the transaction of its handle.
 */
final class FigureExpiry {
    /** By rows of the table, because a figure has no id of its own; both statements go along an index by time. */
    private static final List<String> DELETE = List.of("""
            delete from analytics.metric where account_id = ? and ctid = any (array(
                select ctid from analytics.metric where account_id = ? and until_at < ?
                order by until_at limit ? for update skip locked))""", """
            delete from analytics.seen_post where account_id = ? and ctid = any (array(
                select ctid from analytics.seen_post where account_id = ? and seen_at < ?
                order by seen_at limit ? for update skip locked))""");

    private FigureExpiry() {}

    /** @return the most that were deleted of one kind: less than the limit where nothing is left */
    static int delete(Handle handle, LinkedAccount account, Instant before, int limit) {
        UUID id = account.id().value();
        int most = 0;
        for (String sql : DELETE) {
            try (SetStatement statement = new SetStatement(handle, sql)) {
                most = Math.max(
                        most,
                        statement.value(id).value(id).value(before).value(limit).update());
            }
        }
        return most;
    }
}
