package org.parvis.analytics;

import static org.parvis.analytics.Facts.of;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.model.MetricSample;
import org.parvis.store.SetStatement;

/** Writes what a network counted. Lives within one transaction. */
final class Samples {
    private static final String WRITE = """
            insert into analytics.metric (account_id, workspace_id, subject_id, metric, from_at, until_at, dimensions, value)
            select ?, ?, u.* from unnest(?, ?, ?, ?, ?, ?) as u
            on conflict (account_id, subject_id, metric, from_at, until_at, dimensions)
            do update set value = excluded.value""";
    private static final String SCHEDULE = """
            update analytics.publication p set collect_at = u.collect_at
            from unnest(?, ?) as u(publication_id, collect_at)
            where p.account_id = ? and p.publication_id = u.publication_id""";

    private final Handle handle;
    private final UUID account;
    private final UUID workspace;

    Samples(Handle handle, UUID account, UUID workspace) {
        this.handle = handle;
        this.account = account;
        this.workspace = workspace;
    }

    /** One figure once, since a plugin may repeat itself. */
    private record Row(UUID subject, String metric, Instant from, Instant until, String dimensions) {}

    /** @param subjects the publications that were asked about; samples of anything else are passed over */
    void write(List<MetricSample> samples, Map<String, UUID> subjects) {
        Map<Row, Double> values = new LinkedHashMap<>();
        for (MetricSample sample : samples) {
            UUID subject = sample.subject() == null
                    ? account
                    : subjects.get(sample.subject().value());
            if (subject != null && Double.isFinite(sample.value())) {
                Row row = new Row(
                        subject, sample.metric(), sample.from(), sample.until(), dimensions(sample.dimensions()));
                values.put(row, sample.value());
            }
        }
        if (values.isEmpty()) {
            return;
        }
        List<Row> rows = List.copyOf(values.keySet());
        try (SetStatement statement = new SetStatement(handle, WRITE)) {
            statement
                    .value(account)
                    .value(workspace)
                    .ids(of(rows, Row::subject))
                    .texts(of(rows, Row::metric))
                    .times(of(rows, Row::from))
                    .times(of(rows, Row::until))
                    .texts(of(rows, Row::dimensions))
                    .doubles(List.copyOf(values.values()))
                    .update();
        }
    }

    void schedule(List<UUID> publications, List<@Nullable Instant> next) {
        if (publications.isEmpty()) {
            return;
        }
        try (SetStatement statement = new SetStatement(handle, SCHEDULE)) {
            statement.ids(publications).times(next).value(account).update();
        }
    }

    private static String dimensions(SortedMap<String, String> dimensions) {
        List<String> parts = new ArrayList<>();
        dimensions.forEach((name, value) -> parts.add(name + "=" + value));
        return String.join(";", parts);
    }
}
