package org.parvis.analytics;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.store.SetStatement;

/**
 * The figures that come along when posts are seen. They belong to a publication, which may be announced before or after;
 * until then they wait. Lives within one transaction.
 */
final class SeenPosts {
    private static final int MAX_NAME = 100;
    private static final String PUBLICATIONS = "select remote_id, publication_id from analytics.publication"
            + " where account_id = ? and remote_id = any(?)";
    private static final String KEEP = """
            insert into analytics.seen_post (account_id, workspace_id, remote_id, seen_at, metrics, counts)
            values (?, ?, ?, ?, ?, ?)
            on conflict (account_id, remote_id) do update
            set seen_at = excluded.seen_at, metrics = excluded.metrics, counts = excluded.counts""";
    private static final String TAKE = "delete from analytics.seen_post where account_id = ? and remote_id = any(?)"
            + " returning remote_id, seen_at, metrics, counts";

    private final Handle handle;
    private final UUID account;
    private final UUID workspace;

    SeenPosts(Handle handle, UUID account, UUID workspace) {
        this.handle = handle;
        this.account = account;
        this.workspace = workspace;
    }

    void seen(Collection<RemotePost> posts, Instant now) {
        List<RemotePost> counted =
                posts.stream().filter(post -> !post.counts().isEmpty()).toList();
        if (counted.isEmpty()) {
            return;
        }
        Map<String, UUID> publications =
                publications(counted.stream().map(post -> post.id().value()).toList());
        List<MetricSample> samples = new ArrayList<>();
        for (RemotePost post : counted) {
            if (publications.containsKey(post.id().value())) {
                samples.addAll(samples(post.id(), post.counts(), now));
            } else {
                keep(post, now);
            }
        }
        new Samples(handle, account, workspace).write(samples, publications);
    }

    /** These are publications now. */
    void published(Collection<Facts.Publication> publications) {
        if (publications.isEmpty()) {
            return;
        }
        Map<String, UUID> subjects = new HashMap<>();
        publications.forEach(publication -> subjects.put(publication.remoteId(), publication.id()));
        List<MetricSample> samples = new ArrayList<>();
        try (SetStatement statement = new SetStatement(handle, TAKE)) {
            statement.value(account).texts(subjects.keySet()).list(row -> samples.addAll(waiting(row)));
        }
        new Samples(handle, account, workspace).write(samples, subjects);
    }

    private static List<MetricSample> waiting(ResultSet row) throws SQLException {
        String[] metrics = (String[]) row.getArray("metrics").getArray();
        Double[] counts = (Double[]) row.getArray("counts").getArray();
        Map<String, Long> values = new TreeMap<>();
        for (int i = 0; i < metrics.length; i++) {
            values.put(metrics[i], counts[i].longValue());
        }
        return samples(new RemoteId(row.getString("remote_id")), values, Objects.requireNonNull(time(row, "seen_at")));
    }

    private Map<String, UUID> publications(List<String> remoteIds) {
        Map<String, UUID> publications = new HashMap<>();
        try (SetStatement statement = new SetStatement(handle, PUBLICATIONS)) {
            statement
                    .value(account)
                    .texts(remoteIds)
                    .list(row -> publications.put(row.getString("remote_id"), id(row, "publication_id")));
        }
        return publications;
    }

    private void keep(RemotePost post, Instant now) {
        Map<String, Long> counts = storable(post.counts());
        try (SetStatement statement = new SetStatement(handle, KEEP)) {
            statement
                    .value(account)
                    .value(workspace)
                    .value(post.id().value())
                    .value(now)
                    .texts(counts.keySet())
                    .doubles(counts.values().stream().map(Long::doubleValue).toList())
                    .update();
        }
    }

    private static List<MetricSample> samples(RemoteId post, Map<String, Long> counts, Instant at) {
        List<MetricSample> samples = new ArrayList<>();
        storable(counts)
                .forEach(
                        (metric, count) -> samples.add(new MetricSample(metric, post, at, at, count, new TreeMap<>())));
        return samples;
    }

    /** Names come from a plugin. */
    private static Map<String, Long> storable(Map<String, Long> counts) {
        Map<String, Long> storable = new TreeMap<>(counts);
        storable.keySet()
                .removeIf(name -> name.length() > MAX_NAME || name.chars().anyMatch(c -> c < ' ' || c > '~'));
        return storable;
    }
}
