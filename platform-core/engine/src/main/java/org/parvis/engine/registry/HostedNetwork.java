package org.parvis.engine.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.parvis.api.network.NetworkStatus;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.guard.CallControl;
import org.parvis.engine.guard.GuardSettings;
import org.parvis.engine.guard.GuardedNetwork;
import org.parvis.engine.guard.Lane;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.http.HostRules;
import org.parvis.engine.version.HostedVersion;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.descriptor.DescriptorException;
import org.parvis.toolkit.descriptor.DescriptorOverrides;
import org.parvis.toolkit.descriptor.DescriptorReader;

/** One version of a network's plugin, its effective descriptor and how it stands. Thread-safe. */
public final class HostedNetwork {
    /** What may be the fault of the plugin or of the network behind it; a new version is judged by these. */
    private static final Set<ErrorKind> FAILURES =
            Set.of(ErrorKind.TRANSIENT, ErrorKind.OUTCOME_UNKNOWN, ErrorKind.DEFECT, ErrorKind.API_RETIRED);

    private final NetworkId id;
    private final Version version;
    private final String spi;
    private final Clock clock;
    private final @Nullable ObjectNode tree;
    private final @Nullable GuardedNetwork guarded;

    private volatile NetworkConfiguration configuration;
    private volatile @Nullable NetworkDescriptor descriptor;
    private volatile @Nullable HostRules hosts;
    private volatile String incompatible = "";
    private volatile String configurationProblem = "";
    private volatile String misconfigured = "";
    private volatile String retired = "";
    private volatile boolean started;
    private volatile boolean resting;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();

    private NetworkState lastState = NetworkState.STARTING;
    private Instant since;

    HostedNetwork(
            HostedBundle bundle,
            NetworkConfiguration configuration,
            Map<String, String> overrides,
            GuardSettings settings,
            Clock clock) {
        this.id = bundle.id();
        this.version = bundle.version();
        this.spi = bundle.spi();
        this.clock = clock;
        this.since = clock.instant();
        this.configuration = configuration;
        this.tree = parse(bundle);
        if (incompatible.isEmpty()) {
            incompatible = bundle.refusal();
        }
        configure(configuration, overrides);
        this.guarded = descriptor == null || !incompatible.isEmpty()
                ? null
                : new GuardedNetwork(id, bundle.plugin(), this::descriptor, settings, clock);
    }

    private @Nullable ObjectNode parse(HostedBundle bundle) {
        String source = DescriptorReader.FOLDER + id + ".json";
        if (bundle.descriptor().isEmpty()) {
            incompatible = "The bundle has no " + source;
            return null;
        }
        try {
            ObjectNode parsed = DescriptorReader.parse(bundle.descriptor().get(), source);
            NetworkDescriptor plain = DescriptorReader.read(parsed, source);
            if (!plain.id().equals(id)) {
                incompatible = "The descriptor " + source + " calls itself " + plain.id();
            }
            descriptor = plain;
            return parsed;
        } catch (DescriptorException e) {
            incompatible = String.valueOf(e.getMessage());
            return null;
        }
    }

    /** Takes over what the operator wrote. What does not fit is named in the reason, and the last good values stay. */
    void configure(NetworkConfiguration newest, Map<String, String> overrides) {
        if (tree == null) {
            return;
        }
        try {
            NetworkDescriptor read = DescriptorReader.read(
                    DescriptorOverrides.apply(tree, overrides, "org.parvis.limits~" + id), "org.parvis.limits~" + id);
            NetworkDescriptor effective = newest.applyTo(read);
            descriptor = effective;
            hosts = HostRules.of(effective);
            configuration = newest;
            configurationProblem = "";
        } catch (DescriptorException | IllegalArgumentException e) {
            configurationProblem = "The last good values stay: " + e.getMessage();
            NetworkDescriptor good = descriptor;
            if (hosts == null && good != null) {
                hosts = HostRules.of(good);
            }
        }
        misconfigured = "";
        retired = "";
    }

    /** Why these values cannot be laid over its descriptor; empty where they can. */
    Optional<String> misfit(Map<String, String> overrides) {
        if (tree == null) {
            return Optional.empty();
        }
        try {
            NetworkDescriptor unused = configuration.applyTo(
                    DescriptorReader.read(DescriptorOverrides.apply(tree, overrides, "limits"), "limits"));
            return Optional.empty();
        } catch (DescriptorException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** What the plugin's own descriptor says at a path; empty for nothing. */
    String shipped(String path) {
        return tree == null ? "" : DescriptorOverrides.at(tree, path).orElse("");
    }

    /** Whether calls pause because too many failed. */
    boolean isPausing() {
        return guarded != null && guarded.isPausing();
    }

    /** Compares the plugin with its descriptor; afterwards it may be called. Blocks for as long as a pure call may take. */
    void start() {
        GuardedNetwork guard = guarded;
        if (guard != null) {
            try {
                incompatible = guard.run(
                        Lane.PURE,
                        Deadline.after(guard.timeout(Lane.PURE)),
                        CallControl.PURE,
                        plugin -> Facets.mismatch(plugin, descriptor()));
            } catch (NetworkException e) {
                incompatible = String.valueOf(e.getMessage());
            }
        }
        started = true;
    }

    public NetworkId id() {
        return id;
    }

    Version version() {
        return version;
    }

    /** Whether there is a guard, and so something that can be called. */
    boolean isCallable() {
        return guarded != null;
    }

    public GuardedNetwork guarded() {
        GuardedNetwork there = guarded;
        if (there == null) {
            throw new NetworkAbsentException(id, NetworkState.INCOMPATIBLE);
        }
        return there;
    }

    public NetworkDescriptor descriptor() {
        NetworkDescriptor there = descriptor;
        if (there == null) {
            throw new NetworkAbsentException(id, NetworkState.INCOMPATIBLE);
        }
        return there;
    }

    public HostRules hosts() {
        HostRules there = hosts;
        if (there == null) {
            throw new NetworkAbsentException(id, NetworkState.INCOMPATIBLE);
        }
        return there;
    }

    /** The operator's values that are the plugin's own affair. */
    public Map<String, String> settings() {
        return configuration.settings();
    }

    /** How the platform is known to the network. */
    public NetworkSettings.Application application() {
        return configuration.application();
    }

    void misconfigured(String reason) {
        misconfigured = reason;
    }

    void retired(String reason) {
        retired = reason;
    }

    /** Hands out no more calls while it rests; running ones go on. */
    void rest(boolean rests) {
        resting = rests;
    }

    /** Counts a call that ended; {@code kind} null for success. */
    public void count(@Nullable ErrorKind kind) {
        calls.increment();
        if (kind != null && FAILURES.contains(kind)) {
            failures.increment();
        }
    }

    HostedVersion hostedVersion() {
        GuardedNetwork.Health health = state();
        NetworkDescriptor there = descriptor;
        GuardedNetwork guard = guarded;
        return new HostedVersion(
                version.toString(),
                health.state(),
                health.reason(),
                calls.sum(),
                failures.sum(),
                guard == null ? 0 : guard.running(),
                there == null ? Set.of() : there.capabilities());
    }

    void resume() {
        misconfigured = "";
        retired = "";
        GuardedNetwork guard = guarded;
        if (guard != null) {
            guard.resume();
        }
    }

    void drain() {
        GuardedNetwork guard = guarded;
        if (guard != null) {
            guard.drain();
        }
    }

    NetworkStatus status() {
        GuardedNetwork.Health health = state();
        NetworkDescriptor there = descriptor;
        return new NetworkStatus(
                id,
                there == null ? id.value() : there.displayName(),
                version.toString(),
                spi,
                health.state(),
                health.reason(),
                since(health.state()),
                there);
    }

    GuardedNetwork.Health state() {
        if (!incompatible.isEmpty()) {
            return new GuardedNetwork.Health(NetworkState.INCOMPATIBLE, incompatible);
        }
        GuardedNetwork.Health health = guarded().health();
        if (health.state() == NetworkState.DRAINING) {
            return health;
        }
        if (!started) {
            return new GuardedNetwork.Health(NetworkState.STARTING, "");
        }
        if (resting) {
            return new GuardedNetwork.Health(
                    NetworkState.DRAINING,
                    "The operator has put it to rest; social:network-resume " + id + " ends that");
        }
        if (!configuration.isEnabled()) {
            return new GuardedNetwork.Health(
                    NetworkState.ABSENT, "Switched off by enabled=false in etc/org.parvis.network." + id + ".cfg");
        }
        String missing = misconfigured.isEmpty() ? configuration.missing(descriptor()) : misconfigured;
        if (!missing.isEmpty()) {
            boolean begun = !misconfigured.isEmpty() || configuration.isBegun();
            return new GuardedNetwork.Health(begun ? NetworkState.MISCONFIGURED : NetworkState.UNCONFIGURED, missing);
        }
        if (health.state() == NetworkState.READY && !retired.isEmpty()) {
            return new GuardedNetwork.Health(NetworkState.DEGRADED, "A part of the API is gone: " + retired);
        }
        return health.state() == NetworkState.READY
                ? new GuardedNetwork.Health(NetworkState.READY, configurationProblem)
                : health;
    }

    private synchronized Instant since(NetworkState state) {
        if (state != lastState) {
            lastState = state;
            since = clock.instant();
        }
        return since;
    }

    /** Whether the state differs from the one last asked for; notes it. */
    synchronized boolean changed() {
        NetworkState before = lastState;
        NetworkState now = state().state();
        since(now);
        return before != now;
    }
}
