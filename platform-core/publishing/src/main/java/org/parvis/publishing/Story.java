package org.parvis.publishing;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.parvis.api.network.Exchange;
import org.parvis.api.publishing.PublishingService.Event;
import org.parvis.model.PublicationId;
import org.parvis.model.WorkspaceId;

/** The story of a publication: what was composed, what each step wrote, and what went over the wire meanwhile. */
final class Story {
    static final String EXCHANGE = "exchange";

    /** Of one publication at most so many exchanges are kept, the latest; what stays away for days is asked for very often. */
    static final int MOST = 200;

    private static final int LONGEST = 500;
    private static final int CLEARED_AT_ONCE = 200;

    private Story() {}

    /** Oldest first. */
    static List<Event> of(Handle handle, PublicationId id) {
        return handle.createQuery("""
                        select post.created_at as at, 'composed' as what, 'by ' || post.created_by as detail, 0 as place
                        from publishing.publication p join publishing.post post on post.id = p.post_id
                        where p.id = :id
                        union all
                        select at, what, detail, id as place from publishing.event where publication_id = :id
                        order by place
                        """)
                .bind("id", id.value())
                .map((row, context) -> new Event(
                        Objects.requireNonNull(Publications.instant(row, "at")),
                        row.getString("what"),
                        row.getString("detail")))
                .list();
    }

    /** Adds what went over the wire, and lets go of what is too much or too old. */
    static void add(Handle handle, WorkspaceId workspace, PublicationId id, List<Exchange> exchanges, Instant oldest) {
        PreparedBatch batch = handle.prepareBatch("""
                insert into publishing.event (workspace_id, publication_id, at, what, detail)
                select :workspace, :publication, :at, 'exchange', :detail
                where exists (select from publishing.publication where id = :publication)
                """);
        for (Exchange exchange : exchanges) {
            batch.bind("workspace", workspace.value())
                    .bind("publication", id.value())
                    .bind("at", exchange.at())
                    .bind("detail", detail(exchange))
                    .add();
        }
        batch.execute();
        handle.createUpdate("""
                        delete from publishing.event
                        where publication_id = :publication and what = 'exchange' and id <= (
                            select id from publishing.event where publication_id = :publication and what = 'exchange'
                            order by id desc offset :most limit 1)
                        """)
                .bind("publication", id.value())
                .bind("most", MOST)
                .execute();
        handle.createUpdate("""
                        delete from publishing.event where id in (
                            select id from publishing.event
                            where workspace_id = :workspace and what = 'exchange' and at < :oldest
                            order by at limit :some)
                        """)
                .bind("workspace", workspace.value())
                .bind("oldest", oldest)
                .bind("some", CLEARED_AT_ONCE)
                .execute();
    }

    /** The address has lost its secrets already. */
    static String detail(Exchange exchange) {
        String answer = exchange.failure().isEmpty() ? Integer.toString(exchange.status()) : exchange.failure();
        String text = exchange.operation() + ": " + exchange.method() + " " + exchange.address() + " → " + answer
                + " after " + exchange.took().toMillis() + " ms";
        String storable = text.replace('\u0000', '\uFFFD');
        return storable.length() <= LONGEST ? storable : storable.substring(0, LONGEST - 1) + "…";
    }
}
