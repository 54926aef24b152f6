package org.parvis.engine.registry;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.ProblemException;
import org.parvis.api.hint.Hint;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.guard.GuardSettings;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.version.LaidOver;
import org.parvis.engine.version.Route;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows every hosted network by id and bundle version. Calls go where the {@link Route} says, without one to the highest
 * version that fits; other versions stay beside until they are stopped. {@link PluginTracker} tells it what comes, goes and is configured. Holds plugins only as long as
 * their service is there.
 */
@Component(
        service = {NetworkService.class, NetworkSettings.class, Networks.class, NetworkRegistry.class},
        immediate = true)
public final class NetworkRegistry implements NetworkService, NetworkSettings, Networks {
    static final String NETWORK_PID = "org.parvis.network.";
    static final String LIMITS_PID = "org.parvis.limits~";
    static final String GUARD_PID = "org.parvis.guard";

    private static final Logger LOGGER = LoggerFactory.getLogger(NetworkRegistry.class);

    private final Clock clock;
    private final Hints hints;
    private final Map<NetworkId, List<HostedNetwork>> networks = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> configurations = new ConcurrentHashMap<>();
    private final Map<NetworkId, Route> routes = new ConcurrentHashMap<>();
    /** Limits that came as files, by path. */
    private final Map<NetworkId, Map<String, String>> packs = new ConcurrentHashMap<>();

    private final Set<NetworkId> resting = ConcurrentHashMap.newKeySet();

    /** Who waits for a network to become so is woken through this. */
    private final Object changes = new Object();

    @Activate
    public NetworkRegistry(@Reference(target = "(clock=business)") Clock clock, @Reference Hints hints) {
        this.clock = clock;
        this.hints = hints;
    }

    /**
     * Hosts a plugin. Blocks for a pure call at most.
     *
     * @return null where this version of this network is hosted already
     */
    @Nullable
    HostedNetwork add(HostedBundle bundle) {
        HostedNetwork hosted = new HostedNetwork(
                bundle,
                configuration(bundle.id()),
                overrides(bundle.id()),
                guardSettings(bundle.id()),
                clock);
        List<HostedNetwork> versions = networks.computeIfAbsent(bundle.id(), id -> new CopyOnWriteArrayList<>());
        synchronized (versions) {
            if (versions.stream().anyMatch(other -> other.version().equals(bundle.version()))) {
                LOGGER.warn("{} {} is there twice; the second one is not used", bundle.id(), bundle.version());
                return null;
            }
            versions.add(hosted);
            versions.sort(Comparator.comparing(HostedNetwork::version).reversed());
        }
        hosted.rest(resting.contains(bundle.id()));
        hosted.start();
        told(hosted);
        return hosted;
    }

    /** Routes the accounts of a network; null where nothing is said of it any more. */
    void route(NetworkId id, @Nullable Route route) {
        if (route == null) {
            routes.remove(id);
        } else {
            routes.put(id, route);
        }
        // another version may be the one that is shown now
        changed(id);
    }

    Optional<Route> route(NetworkId id) {
        return Optional.ofNullable(routes.get(id));
    }

    /** Hands out no more calls of a network, or hands them out again. */
    void rest(NetworkId id, boolean rests) {
        if (rests) {
            resting.add(id);
        } else {
            resting.remove(id);
        }
        versions(id).forEach(hosted -> {
            hosted.rest(rests);
            told(hosted);
        });
    }

    boolean isResting(NetworkId id) {
        return resting.contains(id);
    }

    /** The highest first. */
    List<HostedNetwork> versions(NetworkId id) {
        return networks.getOrDefault(id, List.of());
    }

    /** Drains a plugin and forgets it. Blocks until its calls are over or given up. */
    void remove(HostedNetwork hosted) {
        List<HostedNetwork> versions = networks.getOrDefault(hosted.id(), List.of());
        boolean replaced = versions.stream().anyMatch(other -> other != hosted && usable(other));
        if (replaced) {
            versions.remove(hosted);
        }
        changed(hosted.id());
        hosted.drain();
        versions.remove(hosted);
        LOGGER.info("{} {} is gone", hosted.id(), hosted.version());
        changed(hosted.id());
    }

    /** Takes over a configuration; null where it was deleted. */
    void configure(String pid, @Nullable Map<String, String> values) {
        if (values == null) {
            configurations.remove(pid);
        } else {
            configurations.put(pid, Map.copyOf(values));
        }
        networks.values()
                .forEach(versions -> versions.forEach(hosted -> {
                    if (pid.equals(NETWORK_PID + hosted.id()) || pid.equals(LIMITS_PID + hosted.id())) {
                        hosted.configure(configuration(hosted.id()), overrides(hosted.id()));
                        told(hosted);
                    }
                }));
    }

    @Override
    public List<NetworkStatus> networks() {
        List<NetworkStatus> statuses = new ArrayList<>();
        networks.keySet().stream()
                .sorted(Comparator.comparing(NetworkId::value))
                .forEach(id -> active(id).ifPresent(hosted -> statuses.add(hosted.status())));
        return statuses;
    }

    @Override
    public Optional<NetworkStatus> network(NetworkId id) {
        return active(id).map(HostedNetwork::status);
    }

    @Override
    public void resume(NetworkId id) {
        if (versions(id).isEmpty()) {
            throw ProblemException.notFound("network");
        }
        versions(id).forEach(hosted -> {
            hosted.resume();
            told(hosted);
        });
    }

    @Override
    public NetworkDescriptor descriptor(NetworkId network) {
        return present(network).descriptor();
    }

    @Override
    public Application application(NetworkId network) {
        return configuration(network).application();
    }

    @Override
    public void report(NetworkId network, ErrorKind kind, String reason) {
        active(network).ifPresent(hosted -> ended(hosted, kind, reason));
    }

    @Override
    public HostedNetwork callable(NetworkId network) {
        return requireCallable(network, present(network));
    }

    @Override
    public HostedNetwork callable(LinkedAccount account) {
        NetworkId network = account.network();
        Route route = routes.get(network);
        if (route == null) {
            return callable(network);
        }
        String wanted = route.versionFor(account.workspace(), account.id());
        return requireCallable(network, version(network, wanted).orElseGet(() -> present(network)));
    }

    @Override
    public boolean isPausing(NetworkId id) {
        return versions(id).stream().anyMatch(HostedNetwork::isPausing);
    }

    private static HostedNetwork requireCallable(NetworkId network, HostedNetwork hosted) {
        NetworkState state = hosted.state().state();
        if (state != NetworkState.READY && state != NetworkState.DEGRADED) {
            throw new NetworkAbsentException(network, state);
        }
        return hosted;
    }

    @Override
    public HostedNetwork present(NetworkId network) {
        HostedNetwork hosted =
                active(network).orElseThrow(() -> new NetworkAbsentException(network, NetworkState.ABSENT));
        NetworkState state = hosted.state().state();
        if (state == NetworkState.INCOMPATIBLE || state == NetworkState.STARTING) {
            throw new NetworkAbsentException(network, state);
        }
        return hosted;
    }

    @Override
    public void ended(HostedNetwork network, @Nullable ErrorKind kind, String reason) {
        if (kind == ErrorKind.MISCONFIGURED) {
            network.misconfigured(reason);
        } else if (kind == ErrorKind.API_RETIRED) {
            network.retired(reason);
        }
        told(network);
    }

    private Optional<HostedNetwork> active(NetworkId id) {
        List<HostedNetwork> versions = versions(id);
        Route route = routes.get(id);
        return (route == null ? Optional.<HostedNetwork>empty() : version(id, route.version()))
                .or(() -> versions.stream().filter(NetworkRegistry::usable).findFirst())
                .or(() -> versions.stream().findFirst());
    }

    /** A version that can be used. */
    private Optional<HostedNetwork> version(NetworkId id, String version) {
        return versions(id).stream()
                .filter(hosted -> hosted.version().toString().equals(version) && usable(hosted))
                .findFirst();
    }

    private static boolean usable(HostedNetwork hosted) {
        NetworkState state = hosted.state().state();
        return state != NetworkState.INCOMPATIBLE && state != NetworkState.STARTING && state != NetworkState.DRAINING;
    }

    /** One line and one hint per change of state. */
    private void told(HostedNetwork hosted) {
        if (!hosted.changed()) {
            return;
        }
        NetworkStatus status = hosted.status();
        switch (status.state()) {
            case QUARANTINED, MISCONFIGURED, INCOMPATIBLE, DEGRADED ->
                LOGGER.warn("{} {} is {}: {}", hosted.id(), hosted.version(), status.state(), status.reason());
            default ->
                LOGGER.info(
                        "{} {} is {}{}",
                        hosted.id(),
                        hosted.version(),
                        status.state(),
                        status.reason().isEmpty() ? "" : ": " + status.reason());
        }
        changed(hosted.id());
    }

    /** Wakes who waits in this process, and sends a hint to everybody else. */
    private void changed(NetworkId id) {
        synchronized (changes) {
            changes.notifyAll();
        }
        hints.send(new Hint(Hint.NETWORK, null, null, id.value(), clock.instant()));
    }

    /** Waits until something is so; asked anew after every change of any network. False where it was not in time. */
    boolean await(BooleanSupplier wanted, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (changes) {
            while (!wanted.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(changes, left);
            }
            return true;
        }
    }

    private NetworkConfiguration configuration(NetworkId id) {
        return new NetworkConfiguration(values(NETWORK_PID + id));
    }

    /** Lays limits over what is hosted and what will come; why they do not fit, and then nothing has changed. */
    Optional<String> limits(NetworkId id, Map<String, String> values) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(values(LIMITS_PID + id));
        for (HostedNetwork hosted : versions(id)) {
            Optional<String> problem = hosted.misfit(all);
            if (problem.isPresent()) {
                return problem;
            }
        }
        packs.put(id, Map.copyOf(values));
        versions(id).forEach(hosted -> {
            hosted.configure(configuration(id), overrides(id));
            told(hosted);
        });
        return Optional.empty();
    }

    List<LaidOver> laidOver(NetworkId id) {
        Map<String, String> operators = values(LIMITS_PID + id);
        return active(id)
                .map(hosted -> overrides(id).entrySet().stream()
                        .map(each -> new LaidOver(
                                each.getKey(),
                                each.getValue(),
                                hosted.shipped(each.getKey()),
                                operators.containsKey(each.getKey())))
                        .toList())
                .orElse(List.of());
    }

    /** The operator has the last word. */
    private Map<String, String> overrides(NetworkId id) {
        Map<String, String> all = new TreeMap<>(packs.getOrDefault(id, Map.of()));
        all.putAll(values(LIMITS_PID + id));
        return all;
    }

    private Map<String, String> values(String pid) {
        return configurations.getOrDefault(pid, Map.of());
    }

    private GuardSettings guardSettings(NetworkId id) {
        try {
            return GuardSettings.of(List.of(values(GUARD_PID + "~" + id), values(GUARD_PID)));
        } catch (IllegalArgumentException e) {
            LOGGER.warn("org.parvis.guard: {}; the defaults hold until this is mended", e.getMessage());
            return GuardSettings.defaults();
        }
    }
}
