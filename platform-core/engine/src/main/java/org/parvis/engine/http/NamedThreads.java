package org.parvis.engine.http;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes pools whose threads have a name, end when idle and never inherit a plugin's class loader. */
public final class NamedThreads {
    private NamedThreads() {}

    /** A bounded pool with a bounded queue; whoever gets it shuts it down. */
    public static ThreadPoolExecutor pool(String name, int threads, int queue) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue), factory(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** A factory of daemon threads {@code name-1}, {@code name-2}, … */
    public static ThreadFactory factory(String name) {
        AtomicInteger count = new AtomicInteger();
        ClassLoader loader = NamedThreads.class.getClassLoader();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }
}
