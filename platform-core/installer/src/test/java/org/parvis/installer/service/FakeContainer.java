package org.parvis.installer.service;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.osgi.framework.Version;
import org.parvis.engine.version.HostedVersion;
import org.parvis.engine.version.LaidOver;
import org.parvis.engine.version.NetworkVersions;
import org.parvis.engine.version.Route;
import org.parvis.model.Capability;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;

/** A container and the engine's view of it: what is there is hosted, in the state that the test says. */
final class FakeContainer implements NetworkBundles, NetworkVersions {
    private final List<Present> present = new CopyOnWriteArrayList<>();
    private final Map<NetworkId, Route> routes = new HashMap<>();
    private final Map<String, NetworkState> states = new ConcurrentHashMap<>();
    private final Map<String, long[]> calls = new HashMap<>();
    private long nextId = 100;
    private Map<String, String> limits = Map.of();
    private String misfit = "";

    void ship(NetworkId network, String version) {
        present.add(
                new Present(network, Version.parseVersion(version), nextId++, "mvn:" + network + "/" + version, true));
    }

    synchronized void state(String version, NetworkState state) {
        states.put(version, state);
        notifyAll();
    }

    void calls(String version, long all, long failed) {
        calls.put(version, new long[] {all, failed});
    }

    List<String> there() {
        return present.stream().map(each -> each.version().toString()).sorted().toList();
    }

    @Override
    public Map<String, Version> offered() {
        return Map.of("org.parvis.spi", new Version("0.1.0"), "org.parvis.model", new Version("0.1.0"));
    }

    @Override
    public List<Present> present() {
        return List.copyOf(present);
    }

    @Override
    public synchronized void add(NetworkId network, Version version, Path bundle) throws FailedException {
        if (!Files.exists(bundle)) {
            throw new FailedException("There is no " + bundle);
        }
        present.add(new Present(network, version, nextId++, "own:" + version, false));
        notifyAll();
    }

    @Override
    public void remove(Present bundle) {
        present.removeIf(each -> each.id() == bundle.id());
    }

    @Override
    public InputStream content(Present bundle) {
        return new ByteArrayInputStream(new byte[] {1});
    }

    @Override
    public List<HostedVersion> versions(NetworkId network) {
        return present.stream()
                .map(each -> each.version().toString())
                .map(version -> new HostedVersion(
                        version,
                        states.getOrDefault(version, NetworkState.READY),
                        "",
                        calls.getOrDefault(version, new long[2])[0],
                        calls.getOrDefault(version, new long[2])[1],
                        0,
                        Set.<Capability>of()))
                .toList();
    }

    @Override
    public synchronized boolean await(
            NetworkId network, Predicate<List<HostedVersion>> wanted, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!wanted.test(versions(network))) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    void misfit(String reason) {
        misfit = reason;
    }

    Map<String, String> limits() {
        return limits;
    }

    @Override
    public Optional<String> limits(NetworkId network, Map<String, String> values) {
        if (!misfit.isEmpty()) {
            return Optional.of(misfit);
        }
        limits = Map.copyOf(values);
        return Optional.empty();
    }

    @Override
    public List<LaidOver> laidOver(NetworkId network) {
        return limits.entrySet().stream()
                .map(each -> new LaidOver(each.getKey(), each.getValue(), "", false))
                .toList();
    }

    @Override
    public Optional<Route> route(NetworkId network) {
        return Optional.ofNullable(routes.get(network));
    }

    @Override
    public void route(NetworkId network, Route route) {
        routes.put(network, route);
    }

    @Override
    public void forget(NetworkId network) {
        routes.remove(network);
    }

    @Override
    public void rest(NetworkId network, boolean resting) {}

    @Override
    public boolean isResting(NetworkId network) {
        return false;
    }

    @Override
    public boolean settle(NetworkId network, String version, Duration patience) {
        return true;
    }
}
