package org.parvis.engine.obligation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is due soon, in memory: ids only. The truth stays with the database, whose claim may refuse whatever is in here; an
 * entry that was refused is forgotten and found again by the next walk along the table if it is still open.
 *
 * <p>Lanes keep their order, networks and accounts take turns, and a network that hangs cannot take all threads. Not
 * thread-safe: the dispatcher guards it.
 */
final class Agenda {
    /** More than this of one lane is left in the table until the lane moves on. */
    static final int LANE_LIMIT = 500;
    /** More than this of one network is left in the table. */
    static final int NETWORK_LIMIT = 10_000;

    private final Map<UUID, Entry> entries = new HashMap<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Map<String, Turns> networks = new LinkedHashMap<>();

    /** One lane: what waits in it, and whether something of it is being handled. */
    private static final class Lane {
        final TreeSet<Entry> waiting = new TreeSet<>(Entry.ORDER);
        boolean busy;
        /** The entry by which the lane stands in line; null while it does not. */
        @Nullable
        Entry head;

        boolean ready;
    }

    /** The lanes of one network: those that are not due yet, and those that are, by turns. */
    private static final class Turns {
        final TreeSet<Entry> later = new TreeSet<>(Entry.ORDER);
        final Map<UUID, Deque<Lane>> ready = new LinkedHashMap<>();
        int known;
        int running;
    }

    int size() {
        return entries.size();
    }

    /** Takes up an entry; false when it is known already, or when its lane or network has enough in here. */
    boolean offer(Entry entry) {
        Entry known = entries.get(entry.id());
        if (known != null) {
            if (known.due().equals(entry.due())) {
                return false;
            }
            forget(entry.id());
        }
        Lane lane = lanes.computeIfAbsent(entry.lane(), l -> new Lane());
        Turns turns = turns(entry.network());
        if (lane.waiting.size() >= LANE_LIMIT || turns.known >= NETWORK_LIMIT) {
            tidy(entry.lane(), lane);
            return false;
        }
        entries.put(entry.id(), entry);
        lane.waiting.add(entry);
        turns.known++;
        standInLine(lane);
        return true;
    }

    /** Whether the network has room for more. */
    boolean hasRoom(String network) {
        return turns(network).known < NETWORK_LIMIT;
    }

    void forget(UUID id) {
        Entry entry = entries.get(id);
        if (entry != null) {
            Lane lane = lane(entry);
            remove(lane, entry);
            standInLine(lane);
            tidy(entry.lane(), lane);
        }
    }

    /** Forgets what is none of these. */
    void retain(Predicate<Entry> wanted) {
        List<UUID> others = entries.values().stream()
                .filter(wanted.negate())
                .map(Entry::id)
                .toList();
        others.forEach(this::forget);
    }

    /**
     * Takes what is due, one per lane, networks and accounts by turns; the lanes are busy until {@link #release}.
     *
     * @param perNetwork how many of one network may run at a time
     */
    List<Entry> take(Instant now, int limit, int perNetwork) {
        List<Entry> taken = new ArrayList<>();
        networks.values().forEach(turns -> ripen(turns, now));
        boolean found = true;
        while (found && taken.size() < limit) {
            found = false;
            for (Map.Entry<String, Turns> network : networks.entrySet()) {
                Turns turns = network.getValue();
                boolean free = network.getKey().isEmpty() || turns.running < perNetwork;
                if (free && taken.size() < limit && !turns.ready.isEmpty()) {
                    taken.add(next(turns));
                    found = true;
                }
            }
        }
        return taken;
    }

    /** The lane of an entry that was taken may go on; a refused one takes what is known of its lane along. */
    void release(Entry entry, boolean refused) {
        turns(entry.network()).running--;
        Lane lane = lane(entry);
        lane.busy = false;
        if (refused) {
            List.copyOf(lane.waiting).forEach(other -> remove(lane, other));
        }
        standInLine(lane);
        tidy(entry.lane(), lane);
    }

    /** When the next entry becomes due, as far as known; the past if one is due already that could run. */
    Optional<Instant> nextDue(int perNetwork) {
        @Nullable Instant earliest = null;
        for (Map.Entry<String, Turns> network : networks.entrySet()) {
            Turns turns = network.getValue();
            if (!network.getKey().isEmpty() && turns.running >= perNetwork) {
                continue;
            }
            if (!turns.ready.isEmpty()) {
                return Optional.of(Instant.MIN);
            }
            if (!turns.later.isEmpty()
                    && (earliest == null || turns.later.first().due().isBefore(earliest))) {
                earliest = turns.later.first().due();
            }
        }
        return Optional.ofNullable(earliest);
    }

    /** The lane of an entry that is in here or was taken: it stays as long as either is so. */
    private Lane lane(Entry entry) {
        return Objects.requireNonNull(lanes.get(entry.lane()));
    }

    private Turns turns(String network) {
        return networks.computeIfAbsent(network, n -> new Turns());
    }

    private void ripen(Turns turns, Instant now) {
        while (!turns.later.isEmpty() && !turns.later.first().due().isAfter(now)) {
            Entry head = turns.later.pollFirst();
            Lane lane = lane(head);
            lane.ready = true;
            turns.ready.computeIfAbsent(head.share(), s -> new ArrayDeque<>()).add(lane);
        }
    }

    private Entry next(Turns turns) {
        var first = turns.ready.entrySet().iterator().next();
        UUID share = first.getKey();
        Deque<Lane> line = first.getValue();
        Lane lane = line.poll();
        turns.ready.remove(share);
        if (!line.isEmpty()) {
            turns.ready.put(share, line);
        }
        Entry entry = Objects.requireNonNull(lane.head);
        lane.head = null;
        lane.ready = false;
        lane.busy = true;
        turns.running++;
        turns.known--;
        lane.waiting.remove(entry);
        entries.remove(entry.id());
        return entry;
    }

    /** Lets a lane stand in line by its first entry, and by no other. */
    private void standInLine(Lane lane) {
        @Nullable Entry first = lane.busy || lane.waiting.isEmpty() ? null : lane.waiting.first();
        if (lane.head != first) {
            leaveLine(lane);
            if (first != null) {
                lane.head = first;
                turns(first.network()).later.add(first);
            }
        }
    }

    private void leaveLine(Lane lane) {
        if (lane.head == null) {
            return;
        }
        Turns turns = turns(lane.head.network());
        if (lane.ready) {
            Deque<Lane> line = Objects.requireNonNull(turns.ready.get(lane.head.share()));
            line.remove(lane);
            if (line.isEmpty()) {
                turns.ready.remove(lane.head.share());
            }
            lane.ready = false;
        } else {
            turns.later.remove(lane.head);
        }
        lane.head = null;
    }

    private void remove(Lane lane, Entry entry) {
        if (lane.head == entry) {
            leaveLine(lane);
        }
        lane.waiting.remove(entry);
        entries.remove(entry.id());
        turns(entry.network()).known--;
    }

    private void tidy(String name, Lane lane) {
        if (!lane.busy && lane.waiting.isEmpty()) {
            lanes.remove(name);
        }
    }
}
