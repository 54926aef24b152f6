package org.parvis.installer.service;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.parvis.engine.version.HostedVersion;
import org.parvis.engine.version.NetworkVersions;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;

/**
 * Judges new versions by the share of calls that fail: a trial against the version beside it, an update against the rate that
 * the version before had when it was last seen. Monotonic time: a stepped clock judges nobody. Used by one thread.
 */
final class Probation {
    private final NetworkVersions versions;
    private final PluginFolder folder;
    private final InstallerSettings settings;
    private final Map<NetworkId, Watched> watched = new HashMap<>();

    Probation(NetworkVersions versions, PluginFolder folder, InstallerSettings settings) {
        this.versions = versions;
        this.folder = folder;
        this.settings = settings;
    }

    /** What served at the last look, with its rate, and what served before that. */
    private record Watched(String version, double rate, String before, double rateBefore, long since) {}

    /** Why the newest version must go; empty where it may stay, or nobody can tell yet. */
    Optional<String> verdict(NetworkId network) {
        KeptNetwork kept = folder.read(network).orElse(null);
        if (kept == null) {
            // came with the platform, and was never changed: what a first update is compared with
            versions.versions(network).stream().findFirst().ifPresent(only -> look(network, only));
            return Optional.empty();
        }
        Optional<HostedVersion> serving = hosted(network, kept.version());
        if (!kept.trial().isEmpty()) {
            return hosted(network, kept.trial())
                    .flatMap(trial -> worse(
                            trial,
                            kept.version(),
                            serving.map(HostedVersion::failureRate).orElse(0.0)));
        }
        if (serving.isEmpty()) {
            return Optional.empty();
        }
        Watched now = look(network, serving.get());
        boolean judged = !now.before().isEmpty()
                && now.before().equals(kept.previous())
                && System.nanoTime() - now.since() < settings.probation().toNanos();
        return judged ? worse(serving.get(), now.before(), now.rateBefore()) : Optional.empty();
    }

    private Watched look(NetworkId network, HostedVersion serving) {
        Watched last = watched.get(network);
        Watched now;
        if (last == null) {
            now = new Watched(serving.version(), serving.failureRate(), "", 0, System.nanoTime());
        } else if (last.version().equals(serving.version())) {
            now = new Watched(serving.version(), serving.failureRate(), last.before(), last.rateBefore(), last.since());
        } else {
            now = new Watched(serving.version(), serving.failureRate(), last.version(), last.rate(), System.nanoTime());
        }
        watched.put(network, now);
        return now;
    }

    private Optional<String> worse(HostedVersion version, String before, double rateBefore) {
        if (version.state() == NetworkState.QUARANTINED) {
            return Optional.of("Version " + version.version() + " is quarantined: " + version.reason() + ".");
        }
        boolean enough = version.calls() >= settings.probationCalls();
        if (enough && version.failureRate() > rateBefore + settings.probationMargin()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "Of %d calls to version %s %.0f %% failed, with %s it were %.0f %%.",
                    version.calls(),
                    version.version(),
                    version.failureRate() * 100,
                    before,
                    rateBefore * 100));
        }
        return Optional.empty();
    }

    private Optional<HostedVersion> hosted(NetworkId network, String version) {
        List<HostedVersion> all = versions.versions(network);
        return all.stream().filter(each -> each.version().equals(version)).findFirst();
    }
}
