package org.parvis.engine.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.guard.GuardedNetwork;
import org.parvis.engine.version.HostedVersion;
import org.parvis.engine.version.LaidOver;
import org.parvis.engine.version.NetworkVersions;
import org.parvis.engine.version.Route;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/** {@link NetworkVersions} over {@code engine.route}: stored first, then in force in the {@link NetworkRegistry}. */
@Component(service = NetworkVersions.class, immediate = true)
public final class RouteTable implements NetworkVersions {
    private final Database database;
    private final NetworkRegistry registry;

    @Activate
    public RouteTable(@Reference(target = "(schema=engine)") Database database, @Reference NetworkRegistry registry) {
        this.database = database;
        this.registry = registry;
        load();
    }

    /** A row or two per network: there is no use in reading them one by one. */
    private void load() {
        database.useSystem(handle -> handle.createQuery(
                        "select network, version, canary, share, workspace_id, resting from engine.route limit 10000")
                .reduceRows(0, (count, row) -> {
                    NetworkId network = new NetworkId(row.getColumn("network", String.class));
                    registry.route(network, route(row));
                    registry.rest(network, row.getColumn("resting", Boolean.class));
                    return count + 1;
                }));
    }

    private static @Nullable Route route(RowView row) {
        String version = row.getColumn("version", String.class);
        UUID workspace = row.getColumn("workspace_id", UUID.class);
        return version == null
                ? null
                : new Route(
                        version,
                        row.getColumn("canary", String.class),
                        row.getColumn("share", Integer.class),
                        workspace == null ? null : new WorkspaceId(workspace));
    }

    @Override
    public List<HostedVersion> versions(NetworkId network) {
        return registry.versions(network).stream()
                .map(HostedNetwork::hostedVersion)
                .toList();
    }

    @Override
    public boolean await(NetworkId network, Predicate<List<HostedVersion>> wanted, Duration patience)
            throws InterruptedException {
        return registry.await(() -> wanted.test(versions(network)), patience);
    }

    @Override
    public Optional<String> limits(NetworkId network, Map<String, String> values) {
        return registry.limits(network, values);
    }

    @Override
    public List<LaidOver> laidOver(NetworkId network) {
        return registry.laidOver(network);
    }

    @Override
    public Optional<Route> route(NetworkId network) {
        return registry.route(network);
    }

    @Override
    public synchronized void route(NetworkId network, Route route) {
        WorkspaceId workspace = route.workspace();
        database.useSystem(handle -> save(
                handle,
                network,
                route.version(),
                route.canary(),
                route.share(),
                workspace == null ? null : workspace.value()));
        registry.route(network, route);
    }

    private static void save(
            Handle handle,
            NetworkId network,
            String version,
            @Nullable String canary,
            int share,
            @Nullable UUID workspace) {
        handle.createUpdate("""
                insert into engine.route (network, version, canary, share, workspace_id)
                values (:network, :version, :canary, :share, cast(:workspace as uuid))
                on conflict (network) do update set version = excluded.version, canary = excluded.canary,
                    share = excluded.share, workspace_id = excluded.workspace_id, changed_at = clock_timestamp()
                """)
                .bind("network", network.value())
                .bind("version", version)
                .bind("canary", canary)
                .bind("share", share)
                .bind("workspace", workspace)
                .execute();
    }

    @Override
    public synchronized void forget(NetworkId network) {
        database.useSystem(handle -> handle.createUpdate("delete from engine.route where network = :network")
                .bind("network", network.value())
                .execute());
        registry.route(network, null);
        registry.rest(network, false);
    }

    @Override
    public synchronized void rest(NetworkId network, boolean resting) {
        database.useSystem(handle -> handle.createUpdate("""
                insert into engine.route (network, resting) values (:network, :resting)
                on conflict (network) do update set resting = excluded.resting, changed_at = clock_timestamp()
                """)
                .bind("network", network.value())
                .bind("resting", resting)
                .execute());
        registry.rest(network, resting);
    }

    @Override
    public boolean isResting(NetworkId network) {
        return registry.isResting(network);
    }

    @Override
    public boolean settle(NetworkId network, String version, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        boolean idle = true;
        for (HostedNetwork hosted : registry.versions(network)) {
            if (hosted.version().toString().equals(version) && hosted.isCallable()) {
                GuardedNetwork guarded = hosted.guarded();
                idle &= guarded.awaitIdle(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        }
        return idle;
    }
}
