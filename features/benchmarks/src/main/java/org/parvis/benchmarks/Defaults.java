package org.parvis.benchmarks;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;

/** A component's configuration as it is when nobody configures anything, as the container makes it from the annotation. */
final class Defaults {
    private Defaults() {}

    static <T> T of(Class<T> configuration) {
        return of(configuration, Map.of());
    }

    /** @param changed values by the method's name */
    static <T> T of(Class<T> configuration, Map<String, Object> changed) {
        return configuration.cast(Proxy.newProxyInstance(
                configuration.getClassLoader(),
                new Class<?>[] {configuration},
                (proxy, method, arguments) ->
                        Objects.requireNonNull(changed.getOrDefault(method.getName(), method.getDefaultValue()))));
    }
}
