package org.parvis.engine.guard;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One call on a thread of a pool. Interrupts reach the thread only while it works for this call. Thread-safe. */
final class GuardedTask<T> implements Runnable {
    private final Callable<T> work;
    private final CallControl control;
    /** What the caller's lines in the log belong to, the call's belong to as well. */
    private final @Nullable Map<String, String> logIds = MDC.getCopyOfContextMap();

    private final CompletableFuture<T> result = new CompletableFuture<>();
    private boolean started;
    private @Nullable Thread runner;

    GuardedTask(Callable<T> work, CallControl control) {
        this.work = work;
        this.control = control;
    }

    CallControl control() {
        return control;
    }

    @Override
    public void run() {
        synchronized (this) {
            if (result.isCancelled()) {
                return;
            }
            started = true;
            runner = Thread.currentThread();
        }
        T value = null;
        Throwable failure = null;
        if (logIds != null) {
            MDC.setContextMap(logIds);
        }
        try {
            value = work.call();
        } catch (Throwable e) {
            // handed to the caller, who decides; nothing ends here
            failure = e;
        } finally {
            MDC.clear();
        }
        synchronized (this) {
            runner = null;
            Thread.interrupted();
        }
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }

    T get(long nanos, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return result.get(nanos, unit);
    }

    /** Whether it had not begun and now never will. */
    synchronized boolean cancelBeforeStart() {
        return !started && result.cancel(false);
    }

    void revoke() {
        if (!cancelBeforeStart()) {
            control.revoke();
        }
    }

    synchronized void interrupt() {
        if (runner != null) {
            runner.interrupt();
        }
    }

    void whenOver(Runnable action) {
        result.whenComplete((value, failure) -> action.run());
    }
}
