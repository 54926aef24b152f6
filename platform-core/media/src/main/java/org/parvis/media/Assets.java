package org.parvis.media;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Keyset;
import org.parvis.api.media.MediaAsset;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;
import org.parvis.model.WorkspaceId;

/** The rows of {@code media.asset}. Every method runs inside a transaction that is confined to one workspace. */
final class Assets {
    private static final String SELECT = """
            select id, brand_id, name, type, size, sha256, width, height, duration_millis, alternative_text, added_at, added_by,
                version
            from media.asset
            """;

    private Assets() {}

    /** False when the key is taken. */
    static boolean add(Handle handle, WorkspaceId workspace, MediaAsset asset, String idempotencyKey) {
        Duration duration = asset.duration();
        return handle.createUpdate("""
                        insert into media.asset (id, workspace_id, brand_id, name, type, size, sha256, width, height,
                            duration_millis, alternative_text, added_at, added_by, idempotency_key)
                        values (:id, :workspace, :brand, :name, :type, :size, :sha256, :width, :height, :duration, :text, :at,
                            :by, :key)
                        on conflict (workspace_id, idempotency_key) do nothing
                        """)
                        .bind("id", asset.id().value())
                        .bind("workspace", workspace)
                        .bind("brand", asset.brand())
                        .bind("name", asset.name())
                        .bind("type", asset.type())
                        .bind("size", asset.size())
                        .bind("sha256", HexFormat.of().parseHex(asset.sha256()))
                        .bind("width", asset.width())
                        .bind("height", asset.height())
                        .bind("duration", duration == null ? null : duration.toMillis())
                        .bind("text", asset.alternativeText())
                        .bind("at", asset.addedAt())
                        .bind("by", asset.addedBy())
                        .bind("key", idempotencyKey)
                        .execute()
                == 1;
    }

    static Optional<MediaAsset> find(Handle handle, MediaId id) {
        return handle.createQuery(SELECT + "where id = :id")
                .bind("id", id.value())
                .map(Assets::map)
                .findOne();
    }

    /** Reads and locks, so that nobody begins to need it while it is deleted. */
    static Optional<MediaAsset> lock(Handle handle, MediaId id) {
        return handle.createQuery(SELECT + "where id = :id for update")
                .bind("id", id.value())
                .map(Assets::map)
                .findOne();
    }

    static Optional<MediaAsset> findByKey(Handle handle, String idempotencyKey) {
        return handle.createQuery(SELECT + "where idempotency_key = :key")
                .bind("key", idempotencyKey)
                .map(Assets::map)
                .findOne();
    }

    /** Kept from being deleted until the transaction ends. */
    static List<MediaAsset> hold(Handle handle, BrandId brand, Collection<MediaId> ids) {
        return handle.createQuery(SELECT + "where id = any (:ids) and brand_id = :brand order by id for key share")
                .bind("ids", ids.stream().map(MediaId::value).distinct().toArray(UUID[]::new))
                .bind("brand", brand)
                .map(Assets::map)
                .list();
    }

    static List<MediaAsset> list(Handle handle, BrandId brand, @Nullable Keyset after, int limit) {
        String earlier = after == null ? "" : " and (added_at, id) < (:time, :id)";
        Query query = handle.createQuery(
                        SELECT + "where brand_id = :brand" + earlier + " order by added_at desc, id desc limit :limit")
                .bind("brand", brand)
                .bind("limit", limit);
        if (after != null) {
            query.bind("time", after.time()).bind("id", after.id());
        }
        return query.map(Assets::map).list();
    }

    static void describe(Handle handle, MediaId id, String alternativeText) {
        handle.createUpdate("update media.asset set alternative_text = :text, version = version + 1 where id = :id")
                .bind("id", id.value())
                .bind("text", alternativeText)
                .execute();
    }

    static void delete(Handle handle, MediaId id) {
        handle.createUpdate("delete from media.asset where id = :id")
                .bind("id", id.value())
                .execute();
    }

    private static MediaAsset map(ResultSet row, StatementContext context) throws SQLException {
        long millis = row.getLong("duration_millis");
        Duration duration = row.wasNull() ? null : Duration.ofMillis(millis);
        return new MediaAsset(
                new MediaId(row.getObject("id", UUID.class)),
                new BrandId(row.getObject("brand_id", UUID.class)),
                row.getString("name"),
                row.getString("type"),
                row.getLong("size"),
                HexFormat.of().formatHex(row.getBytes("sha256")),
                row.getInt("width"),
                row.getInt("height"),
                duration,
                row.getString("alternative_text"),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                row.getString("added_by"),
                row.getLong("version"));
    }
}
