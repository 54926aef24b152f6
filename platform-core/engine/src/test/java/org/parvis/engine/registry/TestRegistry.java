package org.parvis.engine.registry;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Version;
import org.parvis.api.hint.Hint;
import org.parvis.engine.hint.Hints;
import org.parvis.model.NetworkId;
import org.parvis.spi.NetworkPlugin;

/** The product's registry for tests, fed by hand instead of by the container. */
public final class TestRegistry {
    private final NetworkRegistry registry;

    public TestRegistry(Clock clock) {
        this(clock, hint -> {});
    }

    public TestRegistry(Clock clock, Hints hints) {
        registry = new NetworkRegistry(clock, hints);
    }

    public NetworkRegistry registry() {
        return registry;
    }

    public void configure(String pid, Map<String, String> values) {
        registry.configure(pid, values);
    }

    public HostedNetwork host(String id, String version, byte[] descriptor, NetworkPlugin plugin) {
        return registry.add(new HostedBundle(
                new NetworkId(id), Version.parseVersion(version), "[0.1,1)", Optional.of(descriptor), "", plugin));
    }

    public void remove(HostedNetwork hosted) {
        registry.remove(hosted);
    }

    /** What a hint is about, for assertions. */
    public static String subject(Hint hint) {
        return hint.topic() + " " + hint.subject();
    }
}
