package org.parvis.engine.quota;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;
import org.parvis.store.Database;

/** Keeps budgets in {@code engine.quota}. */
final class DatabaseQuotaStore implements QuotaStore {
    private final Database database;

    DatabaseQuotaStore(Database database) {
        this.database = database;
    }

    @Override
    public List<BucketRecord> load(Instant now) {
        return database.inSystem(handle -> handle.createQuery(
                        "select network, bucket, scope, subject, used, begins, ends, observed_limit, steps, purposes"
                                + " from engine.quota where ends > :now limit 100000")
                .bind("now", at(now))
                .map((row, context) -> record(row))
                .list());
    }

    @Override
    public void save(Collection<BucketRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        database.useSystem(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    "insert into engine.quota (network, bucket, scope, subject, used, begins, ends, observed_limit, steps, purposes)"
                            + " values (:network, :bucket, :scope, :subject, :used, :begins, :ends, :limit,"
                            + " cast(:steps as bigint[]), cast(:purposes as bigint[]))"
                            + " on conflict (network, bucket, scope, subject) do update set used = excluded.used,"
                            + " begins = excluded.begins, ends = excluded.ends,"
                            + " observed_limit = excluded.observed_limit, steps = excluded.steps,"
                            + " purposes = excluded.purposes");
            for (BucketRecord r : records) {
                batch.bind("network", r.key().network().value())
                        .bind("bucket", r.key().bucket())
                        .bind("scope", r.key().scope().name())
                        .bind("subject", r.key().subject())
                        .bind("used", r.used())
                        .bind("begins", at(r.begins()))
                        .bind("ends", at(r.ends()))
                        .bind("limit", r.observedLimit())
                        .bind("steps", array(r.steps()))
                        .bind("purposes", array(r.purposes()))
                        .add();
            }
            batch.execute();
        });
    }

    private static BucketRecord record(ResultSet row) throws SQLException {
        BucketKey key = new BucketKey(
                new NetworkId(row.getString("network")),
                row.getString("bucket"),
                QuotaRule.Scope.valueOf(row.getString("scope")),
                row.getString("subject"));
        Long limit = row.getObject("observed_limit", Long.class);
        return new BucketRecord(
                key,
                row.getLong("used"),
                row.getObject("begins", OffsetDateTime.class).toInstant(),
                row.getObject("ends", OffsetDateTime.class).toInstant(),
                limit,
                numbers(row.getArray("steps")),
                numbers(row.getArray("purposes")));
    }

    private static String array(long[] numbers) {
        return Arrays.toString(numbers).replace('[', '{').replace(']', '}');
    }

    private static long[] numbers(Array array) throws SQLException {
        return Arrays.stream((Long[]) array.getArray())
                .mapToLong(Long::longValue)
                .toArray();
    }

    @Override
    public List<LimitRecord> limits() {
        return database.inSystem(handle -> handle.createQuery(
                        "select network, bucket, scope, units, reserve_percent, set_by, set_at from engine.quota_limit")
                .map((row, context) -> new LimitRecord(
                        new LimitRecord.Key(
                                new NetworkId(row.getString("network")),
                                row.getString("bucket"),
                                QuotaRule.Scope.valueOf(row.getString("scope"))),
                        row.getObject("units", Long.class),
                        row.getObject("reserve_percent", Integer.class),
                        row.getString("set_by"),
                        row.getObject("set_at", OffsetDateTime.class).toInstant()))
                .list());
    }

    @Override
    public void setLimit(LimitRecord limit) {
        database.useSystem(handle -> handle.createUpdate(
                        "insert into engine.quota_limit (network, bucket, scope, units, reserve_percent, set_by, set_at)"
                                + " values (:network, :bucket, :scope, :units::bigint, :reserve::int, :by, :at)"
                                + " on conflict (network, bucket, scope) do update"
                                + " set units = excluded.units, reserve_percent = excluded.reserve_percent, set_by = excluded.set_by, set_at = excluded.set_at")
                .bind("network", limit.key().network().value())
                .bind("bucket", limit.key().bucket())
                .bind("scope", limit.key().scope().name())
                .bind("units", limit.units())
                .bind("reserve", limit.reserve())
                .bind("by", limit.by())
                .bind("at", at(limit.at()))
                .execute());
    }

    @Override
    public void clearLimit(LimitRecord.Key rule) {
        database.useSystem(handle -> handle.createUpdate("delete from engine.quota_limit"
                        + " where network = :network and bucket = :bucket and scope = :scope")
                .bind("network", rule.network().value())
                .bind("bucket", rule.bucket())
                .bind("scope", rule.scope().name())
                .execute());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
