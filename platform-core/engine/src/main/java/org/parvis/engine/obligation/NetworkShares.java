package org.parvis.engine.obligation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many threads each network has at a time, so that one that hangs leaves threads to the others. Work beyond that waits
 * here for its network's next thread. What needs no network is not bounded. Thread-safe.
 */
final class NetworkShares<T> {
    private final int most;
    private final Map<String, Share<T>> byNetwork = new HashMap<>();

    NetworkShares(int most) {
        this.most = most;
    }

    private static final class Share<T> {
        final Deque<T> waiting = new ArrayDeque<>();
        int running;
    }

    /** Whether the work may begin now; if not, a later {@link #leave} of its network gives it out. */
    synchronized boolean enter(String network, T work) {
        if (network.isEmpty()) {
            return true;
        }
        Share<T> share = byNetwork.computeIfAbsent(network, n -> new Share<>());
        if (share.running < most) {
            share.running++;
            return true;
        }
        share.waiting.add(work);
        return false;
    }

    /** One of the network has ended; what may begin in its place. */
    synchronized Optional<T> leave(String network) {
        Share<T> share = byNetwork.get(network);
        if (share == null) {
            return Optional.empty();
        }
        T next = share.waiting.poll();
        if (next == null && --share.running == 0) {
            byNetwork.remove(network);
        }
        return Optional.ofNullable(next);
    }

    /** How much waits. */
    synchronized int waiting() {
        return byNetwork.values().stream()
                .mapToInt(share -> share.waiting.size())
                .sum();
    }

    /** Takes out what waits: it will not begin. */
    synchronized List<T> clear() {
        List<T> all = new ArrayList<>();
        byNetwork.values().forEach(share -> {
            all.addAll(share.waiting);
            share.waiting.clear();
        });
        return all;
    }
}
