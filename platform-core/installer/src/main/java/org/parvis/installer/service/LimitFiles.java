package org.parvis.installer.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.parvis.api.network.NetworkProposal;
import org.parvis.api.network.ReplacedLimit;
import org.parvis.engine.version.LaidOver;
import org.parvis.engine.version.NetworkVersions;
import org.parvis.installer.admission.Admission;
import org.parvis.installer.admission.LimitPack;
import org.parvis.installer.admission.RefusedException;
import org.parvis.installer.admission.Sha256;
import org.parvis.model.NetworkId;
import org.parvis.model.Violation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits of networks that came as signed files: kept in {@code data/plugins/<id>}, checked again at every start, and laid over
 * the descriptors of the network. Blocks for small files; thread-safe.
 */
final class LimitFiles {
    private static final Logger LOGGER = LoggerFactory.getLogger(LimitFiles.class);

    private final Admission admission;
    private final NetworkVersions versions;
    private final PluginFolder folder;
    private final Clock clock;
    /** What holds just now. */
    private final Map<NetworkId, LimitPack> packs = new ConcurrentHashMap<>();

    /** What a check at the start refused, in words. */
    private final Map<NetworkId, String> refused = new ConcurrentHashMap<>();

    LimitFiles(Admission admission, NetworkVersions versions, PluginFolder folder, Clock clock) {
        this.admission = admission;
        this.versions = versions;
        this.folder = folder;
        this.clock = clock;
    }

    /** Takes up what was kept; what is not trusted any more is left where it is and holds no more. */
    void load() {
        for (NetworkId network : folder.limited()) {
            try {
                Optional<byte[]> file = folder.limits(network);
                if (file.isPresent()) {
                    LimitPack pack = admission.limits(file.get(), network + LimitPack.ENDING);
                    versions.limits(network, pack.values()).ifPresent(misfit -> refused.put(network, misfit));
                    packs.put(network, pack);
                }
            } catch (RefusedException | IOException unusable) {
                refused.put(network, String.valueOf(unusable.getMessage()));
                LOGGER.warn("The limits of {} are not used: {}", network, unusable.getMessage());
            }
        }
    }

    /** Checks a file without taking it up. */
    LimitPack check(Path file) throws IOException, RefusedException {
        LimitPack pack = admission.limits(Files.readAllBytes(file), String.valueOf(file.getFileName()));
        LimitPack present = packs.get(pack.network());
        if (present != null && pack.dated().isBefore(present.dated())) {
            throw new RefusedException(List.of(new Violation(
                    "dated",
                    "limits.older",
                    "These limits of " + pack.network() + " are of " + pack.dated() + ", older than those of "
                            + present.dated() + " that hold; to go back, run social:limits-restore first.")));
        }
        return pack;
    }

    /** What taking a file up would mean; each limit that it sets is a warning. */
    NetworkProposal proposal(Path file) throws IOException, RefusedException {
        LimitPack pack = check(file);
        LimitPack present = packs.get(pack.network());
        return new NetworkProposal(
                pack.network().value(),
                "with limits of " + pack.dated(),
                present == null ? "" : "those of " + present.dated(),
                admission.name(pack.key()),
                Sha256.of(file),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(),
                pack.values().entrySet().stream()
                        .map(each -> each.getKey() + " would be " + each.getValue() + ".")
                        .sorted()
                        .toList());
    }

    /** Takes a file up; a sentence on what is so now. */
    String replace(Path file) throws IOException, RefusedException {
        LimitPack pack = check(file);
        NetworkId network = pack.network();
        Optional<String> misfit = versions.limits(network, pack.values());
        if (misfit.isPresent()) {
            throw new RefusedException(List.of(new Violation(
                    "set", "limits.misfit", "The limits do not fit what " + network + " is: " + misfit.get() + ".")));
        }
        folder.keepLimits(network, Files.readAllBytes(file));
        packs.put(network, pack);
        refused.remove(network);
        return pack.values().size() + " limits of " + network + " are those of " + pack.dated() + " now.";
    }

    String restore(NetworkId network) throws IOException {
        folder.dropLimits(network);
        packs.remove(network);
        refused.remove(network);
        Optional<String> unused = versions.limits(network, Map.of());
        return "The limits of " + network + " are the plugin's own again.";
    }

    /** What is laid over, by files and by the operator. */
    List<ReplacedLimit> all(Set<NetworkId> networks) {
        Set<NetworkId> sorted = new TreeSet<>(Comparator.comparing(NetworkId::value));
        sorted.addAll(networks);
        sorted.addAll(packs.keySet());
        List<ReplacedLimit> all = new ArrayList<>();
        for (NetworkId network : sorted) {
            for (LaidOver each : versions.laidOver(network)) {
                all.add(replaced(network, each, each.byOperator() ? null : packs.get(network)));
            }
        }
        return all;
    }

    private ReplacedLimit replaced(NetworkId network, LaidOver each, @Nullable LimitPack pack) {
        return new ReplacedLimit(
                network,
                each.path(),
                each.value(),
                each.before(),
                pack == null ? ReplacedLimit.Source.OPERATOR : ReplacedLimit.Source.FILE,
                pack == null ? null : pack.dated(),
                pack == null ? null : pack.until(),
                pack == null ? "" : signer(pack),
                pack != null && pack.isStale(today()));
    }

    private String signer(LimitPack pack) {
        try {
            return admission.name(pack.key());
        } catch (IOException unreadable) {
            return pack.key();
        }
    }

    /** What the operator should know of a network's limits. */
    List<String> warnings(NetworkId network) {
        List<String> warnings = new ArrayList<>();
        LimitPack pack = packs.get(network);
        if (pack != null && pack.isStale(today())) {
            warnings.add("The limits of " + network + " are of " + pack.dated() + " and were good until " + pack.until()
                    + ". Get newer ones from where they come from, or go back to the plugin's own:"
                    + " social:limits-restore " + network + ".");
        }
        String problem = refused.get(network);
        if (problem != null) {
            warnings.add("The file of limits of " + network + " is not used: " + problem);
        }
        return warnings;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
