package org.parvis.engine.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Finds the threads that a plugin has started, although none may: they would run on when its bundle is gone, and hold on to
 * it. Known by the context class loader, which a thread inherits from the call in which it is begun; one that sets itself
 * another is not found. Looks at most once a second, for some microseconds. Thread-safe.
 */
final class StrayThreads {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ClassLoader loader;
    private final String ours;
    private final LongSupplier nanos;
    private final Set<Thread> known = Collections.newSetFromMap(new WeakHashMap<>());
    private long nextLook;

    /**
     * @param loader of the plugin
     * @param ours what the names of the guard's own threads begin with, which carry that loader during a call
     */
    StrayThreads(ClassLoader loader, String ours, LongSupplier nanos) {
        this.loader = loader;
        this.ours = ours;
        this.nanos = nanos;
        this.nextLook = nanos.getAsLong();
    }

    /** The names of those that were not there at the last look. */
    synchronized List<String> fresh() {
        long now = nanos.getAsLong();
        // where plugin and platform are one, as in tests, a loader tells nothing
        if (now - nextLook < 0 || loader == StrayThreads.class.getClassLoader()) {
            return List.of();
        }
        nextLook = now + PAUSE_NANOS;
        List<String> names = new ArrayList<>();
        for (Thread thread : all()) {
            if (thread.getContextClassLoader() == loader && !thread.getName().startsWith(ours) && known.add(thread)) {
                names.add(thread.getName());
            }
        }
        return names;
    }

    private static List<Thread> all() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = root.getParent(); parent != null; parent = root.getParent()) {
            root = parent;
        }
        Thread[] threads = new Thread[root.activeCount() * 2 + 16];
        int count = root.enumerate(threads);
        return Arrays.asList(threads).subList(0, count);
    }
}
