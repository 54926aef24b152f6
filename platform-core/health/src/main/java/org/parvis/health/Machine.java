package org.parvis.health;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.function.ToLongFunction;

/** How the Java machine fares. Its own beans suffice; the library's package for this asks for what the container hides. */
final class Machine {
    private static final double MILLIS = 1_000.0;

    private Machine() {}

    static void register(PrometheusRegistry registry) {
        Standing.gauge("jvm_memory_used_bytes", "Memory in use", "area")
                .callback(callback -> memory(callback, MemoryUsage::getUsed))
                .register(registry);
        Standing.gauge("jvm_memory_max_bytes", "The most memory there may be, where there is a bound", "area")
                .callback(callback -> memory(callback, MemoryUsage::getMax))
                .register(registry);
        Standing.gauge("jvm_threads", "Threads that live")
                .callback(callback ->
                        callback.call(ManagementFactory.getThreadMXBean().getThreadCount()))
                .register(registry);
        Standing.gauge("jvm_classes_loaded", "Classes that are loaded; rises for ever where a loader leaks")
                .callback(callback ->
                        callback.call(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()))
                .register(registry);
        Standing.gauge("process_uptime_seconds", "How long the platform has been running")
                .callback(callback ->
                        callback.call(ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS))
                .register(registry);
        CounterWithCallback.builder()
                .name("jvm_gc_seconds_total")
                .help("Time spent on collecting garbage")
                .labelNames("collector")
                .callback(callback -> {
                    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
                        callback.call(Math.max(0, collector.getCollectionTime()) / MILLIS, collector.getName());
                    }
                })
                .register(registry);
    }

    private static void memory(GaugeWithCallback.Callback callback, ToLongFunction<MemoryUsage> figure) {
        var memory = ManagementFactory.getMemoryMXBean();
        call(callback, figure.applyAsLong(memory.getHeapMemoryUsage()), "heap");
        call(callback, figure.applyAsLong(memory.getNonHeapMemoryUsage()), "nonheap");
    }

    private static void call(GaugeWithCallback.Callback callback, long bytes, String area) {
        if (bytes >= 0) {
            callback.call(bytes, area);
        }
    }
}
