package org.parvis.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The faults in force, in the order in which they were added; the first that fits an exchange hits it. Thread-safe;
 * held exchanges wait here on the thread that serves them.
 */
public final class Faults {

    /** What becomes of a held exchange. */
    enum Outcome {
        GO_ON,
        CUT
    }

    /** One fault in force. Guarded by the lock of the {@link Faults} it belongs to. */
    static final class Active {
        private final long id;
        private final Fault fault;
        private int passed;
        private int hit;
        private int waiting;
        private long generation;
        private boolean cut;
        private boolean removed;

        private Active(long id, Fault fault) {
            this.id = id;
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }

    private final Map<Long, Active> active = new LinkedHashMap<>();
    private long last;

    /** Adds a fault and says its id. */
    public synchronized long add(Fault fault) {
        Active added = new Active(++last, fault);
        active.put(added.id, added);
        return added.id;
    }

    /** Removes a fault; what it holds goes on. */
    public synchronized void remove(long id) {
        Active fault = active.remove(id);
        if (fault != null) {
            fault.removed = true;
            notifyAll();
        }
    }

    /** Removes all faults; what they hold goes on. */
    public synchronized void clear() {
        List.copyOf(active.keySet()).forEach(this::remove);
    }

    /**
     * Lets everything that a fault holds now go on.
     *
     * @param cut whether the held connections are reset instead
     */
    public synchronized void release(long id, boolean cut) {
        Active fault = active(id);
        fault.generation++;
        fault.cut = cut;
        notifyAll();
    }

    /** How many exchanges a fault holds now. */
    public synchronized int waiting(long id) {
        return active(id).waiting;
    }

    /** How many exchanges a fault has hit. */
    public synchronized int hits(long id) {
        return active(id).hit;
    }

    /** Waits until a fault holds so many exchanges; says whether it came to that in time. */
    public synchronized boolean awaitWaiting(long id, int count, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (active(id).waiting < count) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized ObjectNode describe(long id) {
        Active fault = active(id);
        return fault.fault.toJson().put("id", id).put("waiting", fault.waiting).put("hits", fault.hit);
    }

    synchronized List<Long> ids() {
        return List.copyOf(active.keySet());
    }

    /** The fault that hits an exchange, which counts as hit from here. */
    synchronized Optional<Active> hit(String network, Exchange exchange, String operation, String account) {
        String line = exchange.method() + " " + exchange.path();
        for (Active candidate : active.values()) {
            Fault fault = candidate.fault;
            boolean spent = fault.count() > 0 && candidate.hit >= fault.count();
            if (!spent && fault.concerns(network, line, operation, account)) {
                if (candidate.passed < fault.skip()) {
                    candidate.passed++;
                } else {
                    candidate.hit++;
                    notifyAll();
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    /** Holds the calling thread until the fault lets go. */
    synchronized Outcome hold(Active fault) throws InterruptedException {
        long end = System.nanoTime() + fault.fault.details().time().toNanos();
        long generation = fault.generation;
        fault.waiting++;
        notifyAll();
        try {
            while (fault.generation == generation && !fault.removed) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return Outcome.CUT;
                }
                wait(left);
            }
            return fault.generation != generation && fault.cut ? Outcome.CUT : Outcome.GO_ON;
        } finally {
            fault.waiting--;
            notifyAll();
        }
    }

    /** Waits one interval of a fault that only delays; says whether the fault is still in force. */
    synchronized boolean pause(Active fault, Duration interval) throws InterruptedException {
        long end = System.nanoTime() + interval.toNanos();
        long generation = fault.generation;
        while (!fault.removed && fault.generation == generation) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return true;
            }
            wait(left);
        }
        return false;
    }

    private Active active(long id) {
        Active fault = active.get(id);
        if (fault == null) {
            throw new NoSuchElementException("There is no fault " + id + ".");
        }
        return fault;
    }
}
