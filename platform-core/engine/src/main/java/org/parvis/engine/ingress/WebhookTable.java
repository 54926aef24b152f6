package org.parvis.engine.ingress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.parvis.model.NetworkId;
import org.parvis.spi.WebhookRequest;

/** The SQL of stored requests. Stateless; joins the system transaction it is handed. */
final class WebhookTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");
    private static final int REASON_LIMIT = 1_000;
    private static final TypeReference<Map<String, List<String>>> TEXTS = new TypeReference<>() {};
    private static final String COLUMNS =
            "id, network, method, headers, query, body, body_hash, origin, received_at, attempt";

    private WebhookTable() {}

    /** A stored request and how often it was not understood. */
    record Stored(RawWebhook raw, int attempt) {}

    /** Stores all that are not there already; how many. Duplicates within one statement count once too. */
    static int insert(Handle handle, UUID batch, List<RawWebhook> rows) {
        return handle.createUpdate("""
                        insert into engine.webhook
                            (id, batch_id, network, method, headers, query, body, body_hash, origin, received_at)
                        select id, :batch, network, method, headers, query, body, hash, origin, at
                        from unnest(:ids, :networks, :methods, :headers, :queries, :bodies, :hashes, :origins, :times)
                            as r (id, network, method, headers, query, body, hash, origin, at)
                        on conflict (network, body_hash) do nothing
                        """)
                .bind("batch", batch)
                .bind("ids", rows.stream().map(RawWebhook::id).toArray(UUID[]::new))
                .bind("networks", rows.stream().map(r -> r.network().value()).toArray(String[]::new))
                .bind("methods", rows.stream().map(r -> r.request().method()).toArray(String[]::new))
                .bind("headers", rows.stream().map(r -> headers(r.request())).toArray(String[]::new))
                .bind(
                        "queries",
                        rows.stream().map(r -> json(r.request().query())).toArray(String[]::new))
                .bind("bodies", rows.stream().map(r -> r.request().body()).toArray(byte[][]::new))
                .bind("hashes", rows.stream().map(RawWebhook::hash).toArray(byte[][]::new))
                .bind("origins", rows.stream().map(RawWebhook::origin).toArray(String[]::new))
                .bind("times", rows.stream().map(r -> r.request().receivedAt()).toArray(Instant[]::new))
                .execute();
    }

    static List<Stored> open(Handle handle, UUID batch) {
        return handle.createQuery("select " + COLUMNS
                        + " from engine.webhook where batch_id = :batch and state = 'RECEIVED' order by id")
                .bind("batch", batch)
                .map((row, context) -> stored(row))
                .list();
    }

    static void understood(Handle handle, List<UUID> ids) {
        handle.createUpdate("update engine.webhook set state = 'UNDERSTOOD', reason = '' where id = any(:ids)")
                .bind("ids", ids.toArray(UUID[]::new))
                .execute();
    }

    static void failed(Handle handle, UUID id, String reason, boolean park) {
        handle.createUpdate("""
                        update engine.webhook set attempt = attempt + 1, reason = :reason,
                            state = case when :park then 'PARKED' else state end
                        where id = :id
                        """)
                .bind("reason", reason.length() <= REASON_LIMIT ? reason : reason.substring(0, REASON_LIMIT))
                .bind("park", park)
                .bind("id", id)
                .execute();
    }

    /** Opens what was parked or understood again under a batch of its own; false if it is not there. */
    static boolean reopen(Handle handle, UUID id, UUID batch) {
        return handle.createUpdate("""
                                update engine.webhook set batch_id = :batch, state = 'RECEIVED', attempt = 0, reason = ''
                                where id = :id
                                """).bind("id", id).bind("batch", batch).execute() > 0;
    }

    static int purge(Handle handle, Instant before, int limit) {
        return handle.createUpdate("""
                        delete from engine.webhook where id in (
                            select id from engine.webhook where received_at < :before order by received_at limit :limit)
                        """)
                .bind("before", before)
                .bind("limit", limit)
                .execute();
    }

    private static Stored stored(ResultSet row) throws SQLException {
        WebhookRequest request = new WebhookRequest(
                row.getString("method"),
                texts(row.getString("headers")),
                texts(row.getString("query")),
                row.getBytes("body"),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
        RawWebhook raw = new RawWebhook(
                row.getObject("id", UUID.class),
                new NetworkId(row.getString("network")),
                request,
                row.getBytes("body_hash"),
                row.getString("origin"));
        return new Stored(raw, row.getInt("attempt"));
    }

    private static String headers(WebhookRequest request) {
        Map<String, List<String>> kept = new TreeMap<>(request.headers());
        kept.keySet().removeAll(CREDENTIALS);
        return json(kept);
    }

    private static String json(Map<String, List<String>> texts) {
        try {
            return JSON.writeValueAsString(texts).replace("\\u0000", "\\uFFFD").replace("\0", "");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Headers cannot be written as JSON", e);
        }
    }

    private static Map<String, List<String>> texts(String json) {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored headers are no JSON", e);
        }
    }
}
