package org.parvis.workspace;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.store.Database;

/**
 * Slows down whoever guesses passwords. Failures are counted by address and origin together, by origin, and by address from
 * anywhere; past a few, each makes the next wait longer. An attempt is counted before the password is looked at, so that a
 * thousand at once are no way round it, and taken back when it was right. Unknown addresses count alike.
 *
 * <p>Nobody can lock a person out: the wait for an address from anywhere is short, and does not hold for an origin from
 * which that person has logged in before.
 */
final class LoginGuard {
    private static final Duration MEMORY = Duration.ofHours(1);
    private static final Duration KNOWN = Duration.ofDays(90);
    private static final int TIDIED_AT_ONCE = 10;

    private final Database database;

    LoginGuard(Database database) {
        this.database = database;
    }

    /** What failures are counted by, how many are free, and how long the wait grows at most. */
    private enum Bucket {
        ADDRESS_FROM_ORIGIN(5, Duration.ofMinutes(15)),
        ORIGIN(20, Duration.ofMinutes(15)),
        ADDRESS(20, Duration.ofMinutes(1));

        private final int free;
        private final Duration longest;

        Bucket(int free, Duration longest) {
            this.free = free;
            this.longest = longest;
        }

        Duration delay(int failures) {
            int excess = failures - free;
            if (excess <= 0) {
                return Duration.ZERO;
            }
            Duration delay = Duration.ofSeconds(1L << Math.min(excess, 20));
            return delay.compareTo(longest) < 0 ? delay : longest;
        }

        byte[] key(String emailKey, String network) {
            String text = switch (this) {
                case ADDRESS_FROM_ORIGIN -> name() + '\0' + emailKey + '\0' + network;
                case ORIGIN -> name() + '\0' + network;
                case ADDRESS -> name() + '\0' + emailKey;
            };
            return Secret.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private record Counter(Bucket bucket, byte[] key, State state) {
        String hex() {
            return HexFormat.of().formatHex(key);
        }
    }

    private record State(
            int failures,
            Instant lastFailure,
            Instant blockedUntil,
            @Nullable Instant lastSuccess) {}

    /** An attempt that was let through, and how the counters stood before it. */
    record Attempt(List<Taken> taken, Duration delay) {}

    /** One counter before an attempt, and the number of failures it stood at with it. */
    record Taken(byte[] key, boolean pair, Instant blockedBefore, int failures) {}

    /** Lets the attempt through and counts it, or fails with {@code TOO_MANY}. */
    Attempt admit(String emailKey, String origin) {
        String network = Origins.network(origin);
        return database.inSystem(handle -> {
            tidy(handle);
            List<Counter> counters = lock(handle, emailKey, network);
            Instant now = handle.createQuery("select clock_timestamp()")
                    .mapTo(Instant.class)
                    .one();
            refuseWhenBlocked(counters, now);
            return count(handle, counters, now);
        });
    }

    /** Takes the attempt back: the password was right. */
    void succeeded(Handle handle, Attempt attempt) {
        for (Taken taken : attempt.taken()) {
            if (taken.pair()) {
                handle.createUpdate("""
                                update workspace.login_guard
                                set failures = 0, blocked_until = now(), last_success_at = now()
                                where guard_key = :key""").bind("key", taken.key()).execute();
            } else {
                handle.createUpdate("""
                                update workspace.login_guard
                                set failures = greatest(failures - 1, 0),
                                    blocked_until = case when failures = :mine then :before else blocked_until end
                                where guard_key = :key""")
                        .bind("mine", taken.failures())
                        .bind("before", taken.blockedBefore())
                        .bind("key", taken.key())
                        .execute();
            }
        }
    }

    private static List<Counter> lock(Handle handle, String emailKey, String network) {
        // Always in the order of the keys, so that two attempts never wait for each other.
        List<Counter> wanted = new ArrayList<>();
        State fresh = new State(0, Instant.EPOCH, Instant.EPOCH, null);
        for (Bucket bucket : Bucket.values()) {
            wanted.add(new Counter(bucket, bucket.key(emailKey, network), fresh));
        }
        wanted.sort(Comparator.comparing(Counter::hex));
        return wanted.stream().map(counter -> locked(handle, counter)).toList();
    }

    private static Counter locked(Handle handle, Counter counter) {
        State state = handle.createQuery("""
                        insert into workspace.login_guard as guard (guard_key, failures, last_failure_at, blocked_until)
                        values (:key, 0, now(), 'epoch')
                        on conflict (guard_key) do update set failures = guard.failures
                        returning failures, last_failure_at, blocked_until, last_success_at""")
                .bind("key", counter.key())
                .map((row, context) -> state(row))
                .one();
        return new Counter(counter.bucket(), counter.key(), state);
    }

    private static State state(ResultSet row) throws SQLException {
        OffsetDateTime success = row.getObject("last_success_at", OffsetDateTime.class);
        return new State(
                row.getInt("failures"),
                row.getObject("last_failure_at", OffsetDateTime.class).toInstant(),
                row.getObject("blocked_until", OffsetDateTime.class).toInstant(),
                success == null ? null : success.toInstant());
    }

    private static void refuseWhenBlocked(List<Counter> counters, Instant now) {
        boolean known = counters.stream()
                .anyMatch(counter -> counter.bucket() == Bucket.ADDRESS_FROM_ORIGIN
                        && counter.state().lastSuccess() != null
                        && counter.state().lastSuccess().isAfter(now.minus(KNOWN)));
        Instant until = counters.stream()
                .filter(counter -> !(known && counter.bucket() == Bucket.ADDRESS))
                .map(counter -> counter.state().blockedUntil())
                .max(Comparator.naturalOrder())
                .orElse(now);
        if (until.isAfter(now)) {
            Duration wait = Duration.ofSeconds(Duration.between(now, until).toSeconds() + 1);
            throw new ProblemException(
                    Problem.TOO_MANY,
                    "Too many failed logins; try again in " + wait.toSeconds() + " seconds.",
                    List.of(),
                    wait);
        }
    }

    private static Attempt count(Handle handle, List<Counter> counters, Instant now) {
        Map<Counter, Integer> failures = counters.stream()
                .collect(Collectors.toMap(
                        counter -> counter,
                        counter -> 1
                                + (counter.state().lastFailure().isBefore(now.minus(MEMORY))
                                        ? 0
                                        : counter.state().failures())));
        Duration longest = Duration.ZERO;
        List<Taken> taken = new ArrayList<>();
        for (Counter counter : counters) {
            int count = failures.getOrDefault(counter, 1);
            Duration delay = counter.bucket().delay(count);
            longest = delay.compareTo(longest) > 0 ? delay : longest;
            handle.createUpdate("""
                            update workspace.login_guard
                            set failures = :failures, last_failure_at = :now, blocked_until = :until
                            where guard_key = :key""")
                    .bind("failures", count)
                    .bind("now", now)
                    .bind("until", now.plus(delay))
                    .bind("key", counter.key())
                    .execute();
            taken.add(new Taken(
                    counter.key(),
                    counter.bucket() == Bucket.ADDRESS_FROM_ORIGIN,
                    counter.state().blockedUntil(),
                    count));
        }
        return new Attempt(taken, longest);
    }

    /** A little with every attempt, so that the table cannot be made to grow without end. */
    private static void tidy(Handle handle) {
        handle.createUpdate("""
                        delete from workspace.login_guard where guard_key in (
                            select guard_key from workspace.login_guard
                            where last_success_at is null and last_failure_at < now() - interval '1 day'
                            order by last_failure_at
                            limit :limit
                            for update skip locked)""").bind("limit", TIDIED_AT_ONCE).execute();
    }
}
