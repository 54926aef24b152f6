package org.parvis.analytics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** By how much the hourly volumes change, summed up over one transaction. In a fixed order, so that two do not deadlock. */
final class Ledger {
    private final Map<Key, long[]> hours = new TreeMap<>();

    /** One hour of one account. */
    record Key(UUID account, Instant hour) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byAccount = account.compareTo(other.account);
            return byAccount != 0 ? byAccount : hour.compareTo(other.hour);
        }
    }

    void received(UUID account, Instant at, int by) {
        add(account, at, 0, by);
    }

    void own(UUID account, Instant at, int by) {
        add(account, at, 1, by);
    }

    void answered(UUID account, @Nullable Instant at, int by) {
        if (at != null) {
            add(account, at, 2, by);
        }
    }

    /** Received, own and answered, by hour; without hours where nothing changes. */
    Map<Key, long[]> hours() {
        hours.values().removeIf(sums -> sums[0] == 0 && sums[1] == 0 && sums[2] == 0);
        return hours;
    }

    private void add(UUID account, Instant at, int column, int by) {
        hours.computeIfAbsent(new Key(account, at.truncatedTo(ChronoUnit.HOURS)), k -> new long[3])[column] += by;
    }
}
