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
                        "select network, bucket, scope, subject, used, begins, ends, observed_limit, steps"
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
                    "insert into engine.quota (network, bucket, scope, subject, used, begins, ends, observed_limit, steps)"
                            + " values (:network, :bucket, :scope, :subject, :used, :begins, :ends, :limit,"
                            + " cast(:steps as bigint[]))"
                            + " on conflict (network, bucket, scope, subject) do update set used = excluded.used,"
                            + " begins = excluded.begins, ends = excluded.ends,"
                            + " observed_limit = excluded.observed_limit, steps = excluded.steps");
            for (BucketRecord r : records) {
                batch.bind("network", r.key().network().value())
                        .bind("bucket", r.key().bucket())
                        .bind("scope", r.key().scope().name())
                        .bind("subject", r.key().subject())
                        .bind("used", r.used())
                        .bind("begins", at(r.begins()))
                        .bind("ends", at(r.ends()))
                        .bind("limit", r.observedLimit())
                        .bind(
                                "steps",
                                Arrays.toString(r.steps()).replace('[', '{').replace(']', '}'))
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
        Array steps = row.getArray("steps");
        Long limit = row.getObject("observed_limit", Long.class);
        return new BucketRecord(
                key,
                row.getLong("used"),
                row.getObject("begins", OffsetDateTime.class).toInstant(),
                row.getObject("ends", OffsetDateTime.class).toInstant(),
                limit,
                Arrays.stream((Long[]) steps.getArray())
                        .mapToLong(Long::longValue)
                        .toArray());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
