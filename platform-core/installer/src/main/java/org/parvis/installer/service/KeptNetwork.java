package org.parvis.installer.service;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.parvis.api.network.InstalledNetwork.Origin;

/**
 * What the installer remembers of a network over restarts.
 *
 * @param version serves; empty where the network was removed
 * @param trial tried out beside it; empty for none
 * @param previous what a rollback goes back to; empty for nothing
 * @param bundles who vouches for the versions whose file is kept
 */
record KeptNetwork(String version, String trial, String previous, Instant since, Map<String, Kept> bundles) {
    KeptNetwork {
        bundles = Map.copyOf(bundles);
    }

    /** A file that is kept. */
    record Kept(Origin origin, String signedBy, String key, String sha256) {}

    static KeptNetwork none(Instant now) {
        return new KeptNetwork("", "", "", now, Map.of());
    }

    KeptNetwork serving(String newVersion, String before, Instant now) {
        return new KeptNetwork(newVersion, "", before, now, bundles);
    }

    KeptNetwork trying(String newTrial, Instant now) {
        return new KeptNetwork(version, newTrial, previous, now, bundles);
    }

    KeptNetwork with(String kept, Kept file) {
        Map<String, Kept> more = new TreeMap<>(bundles);
        more.put(kept, file);
        return new KeptNetwork(version, trial, previous, since, more);
    }

    /** Without the files that nobody will go back to. */
    KeptNetwork pruned() {
        Map<String, Kept> needed = new TreeMap<>(bundles);
        needed.keySet().removeIf(each -> !each.equals(version) && !each.equals(trial) && !each.equals(previous));
        return new KeptNetwork(version, trial, previous, since, needed);
    }

    Optional<Kept> kept(String which) {
        return Optional.ofNullable(bundles.get(which));
    }
}
