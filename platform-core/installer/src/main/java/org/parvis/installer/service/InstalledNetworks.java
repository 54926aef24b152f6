package org.parvis.installer.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.parvis.api.network.InstalledNetwork;
import org.parvis.api.network.InstalledNetwork.Origin;
import org.parvis.engine.version.NetworkVersions;
import org.parvis.engine.version.Route;
import org.parvis.installer.admission.TrustedKeys;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/** What is installed, as it is shown. Blocks for a few small files. */
final class InstalledNetworks {
    private final VersionExchange exchange;
    private final NetworkVersions versions;
    private final PluginFolder folder;
    private final TrustedKeys keys;
    private final NetworkBundles bundles;
    private final LimitFiles limits;

    InstalledNetworks(
            VersionExchange exchange,
            NetworkVersions versions,
            PluginFolder folder,
            TrustedKeys keys,
            NetworkBundles bundles,
            LimitFiles limits) {
        this.exchange = exchange;
        this.versions = versions;
        this.folder = folder;
        this.keys = keys;
        this.bundles = bundles;
        this.limits = limits;
    }

    List<InstalledNetwork> all() {
        Set<NetworkId> networks = new TreeSet<>(Comparator.comparing(NetworkId::value));
        networks.addAll(folder.networks());
        bundles.present().forEach(present -> networks.add(present.network()));
        return networks.stream().map(this::one).toList();
    }

    private InstalledNetwork one(NetworkId network) {
        KeptNetwork kept = exchange.kept(network);
        String version = exchange.serving(network).orElse("");
        Optional<KeptNetwork.Kept> file = kept.kept(version);
        Optional<Route> route = versions.route(network);
        boolean trial = !kept.trial().isEmpty();
        @Nullable WorkspaceId workspace = route.map(Route::workspace).orElse(null);
        return new InstalledNetwork(
                network,
                version,
                trial ? kept.trial() : null,
                trial ? route.map(Route::share).orElse(0) : 0,
                trial ? workspace : null,
                kept.previous(),
                version.isEmpty()
                        ? Origin.REMOVED
                        : file.map(KeptNetwork.Kept::origin).orElse(Origin.SHIPPED),
                file.map(KeptNetwork.Kept::signedBy).orElse(""),
                versions.isResting(network),
                versions.versions(network).stream()
                        .map(hosted -> new InstalledNetwork.Version(
                                hosted.version(),
                                hosted.state(),
                                hosted.reason(),
                                hosted.calls(),
                                hosted.failures(),
                                hosted.running()))
                        .toList(),
                warnings(network, kept, version),
                kept.since());
    }

    private List<String> warnings(NetworkId network, KeptNetwork kept, String version) {
        List<String> warnings = new ArrayList<>();
        for (String each : trial(kept, version)) {
            kept.kept(each).ifPresent(file -> {
                if (file.origin() == Origin.UNSIGNED) {
                    warnings.add(network + " " + each + " is not signed: nobody vouches for the code that runs here."
                            + " Replace it by a signed file: social:network-update FILE.");
                } else if (isRevoked(file.key())) {
                    warnings.add(network + " " + each + " was signed by " + file.signedBy()
                            + ", whose key is revoked. Replace it, or remove it: social:network-uninstall " + network
                            + ".");
                }
            });
        }
        warnings.addAll(limits.warnings(network));
        return warnings;
    }

    private static List<String> trial(KeptNetwork kept, String version) {
        return kept.trial().isEmpty() ? List.of(version) : List.of(version, kept.trial());
    }

    private boolean isRevoked(String key) {
        try {
            return !key.isEmpty() && keys.isRevoked(key);
        } catch (IOException unreadable) {
            return false;
        }
    }
}
