package org.parvis.installer.service;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.osgi.framework.Version;
import org.parvis.api.network.Installation.Step;
import org.parvis.api.network.InstallationService.Change;
import org.parvis.api.network.InstallationService.InstallationChoice;
import org.parvis.api.network.InstalledNetwork.Origin;
import org.parvis.engine.version.HostedVersion;
import org.parvis.engine.version.NetworkVersions;
import org.parvis.engine.version.Route;
import org.parvis.installer.admission.Candidate;
import org.parvis.installer.admission.Succession;
import org.parvis.installer.service.NetworkBundles.FailedException;
import org.parvis.installer.service.NetworkBundles.Present;
import org.parvis.model.Capability;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one version in the place of another without a gap: the new one beside the old, ready, accounts routed, the old one's
 * calls finished, the old one gone. What is remembered is written when accounts are routed: killed before, the old version
 * serves after the restart, killed afterwards the new one. Called by one thread at a time.
 */
final class VersionExchange {
    private static final Logger LOGGER = LoggerFactory.getLogger(VersionExchange.class);
    private static final Set<NetworkState> SERVING = Set.of(NetworkState.READY, NetworkState.DEGRADED);
    private static final Set<NetworkState> BROKEN =
            Set.of(NetworkState.STARTING, NetworkState.INCOMPATIBLE, NetworkState.QUARANTINED);

    private final NetworkBundles bundles;
    private final NetworkVersions versions;
    private final PluginFolder folder;
    private final InstallerSettings settings;
    private final Ledger ledger;
    private final ExecutorService starters;
    private final Clock clock;

    VersionExchange(
            NetworkBundles bundles,
            NetworkVersions versions,
            PluginFolder folder,
            InstallerSettings settings,
            Ledger ledger,
            ExecutorService starters,
            Clock clock) {
        this.bundles = bundles;
        this.versions = versions;
        this.folder = folder;
        this.settings = settings;
        this.ledger = ledger;
        this.starters = starters;
        this.clock = clock;
    }

    /** What is there, for the question whether something may follow on it. */
    Succession succession(NetworkId network) {
        Map<Version, Set<Capability>> hosted = versions.versions(network).stream()
                .collect(Collectors.toMap(
                        each -> Version.parseVersion(each.version()), HostedVersion::capabilities, (a, b) -> a));
        bundles.present().stream()
                .filter(present -> present.network().equals(network))
                .forEach(present -> hosted.putIfAbsent(present.version(), Set.of()));
        return new Succession(serving(network).map(Version::parseVersion), hosted);
    }

    /** The version that serves all but a trial's accounts; empty where the network is not there. */
    Optional<String> serving(NetworkId network) {
        List<Present> there = present(network);
        Optional<String> routed = versions.route(network).map(Route::version);
        return routed.filter(version ->
                        there.stream().anyMatch(p -> p.version().toString().equals(version)))
                .or(() -> there.stream()
                        .map(Present::version)
                        .max(Comparator.naturalOrder())
                        .map(Version::toString));
    }

    List<Present> present(NetworkId network) {
        return bundles.present().stream()
                .filter(present -> present.network().equals(network))
                .toList();
    }

    KeptNetwork kept(NetworkId network) {
        return folder.read(network).orElseGet(() -> KeptNetwork.none(clock.instant()));
    }

    /** Installs a checked candidate; returns a sentence on what is so now. */
    String install(UUID id, Candidate candidate, InstallationChoice choice)
            throws FailedException, IOException, InterruptedException {
        NetworkId network = candidate.network();
        String version = candidate.version().toString();
        Optional<String> old = serving(network);
        KeptNetwork kept = kept(network);
        if (!kept.trial().isEmpty()) {
            throw new FailedException("Version " + kept.trial() + " of " + network
                    + " is being tried out; end that first with network-promote or network-rollback.");
        }
        folder.keep(network, candidate.version(), candidate.bundle());
        kept = kept.with(
                version,
                new KeptNetwork.Kept(
                        candidate.isSigned() ? Origin.SIGNED : Origin.UNSIGNED,
                        candidate.signedBy(),
                        candidate.key(),
                        candidate.sha256()));
        bring(id, network, version, old);
        try {
            if (choice.isTrial() && old.isPresent()) {
                return tryOut(id, network, version, old.get(), kept, choice);
            }
            return replace(id, network, version, old, kept);
        } catch (IOException | RuntimeException failed) {
            undo(network, version, old);
            throw failed;
        }
    }

    /** Half-way: what is remembered decides, as it would after a crash. */
    private void undo(NetworkId network, String version, Optional<String> old) {
        KeptNetwork remembered = kept(network);
        if (remembered.version().equals(version) || remembered.trial().equals(version)) {
            return;
        }
        old.ifPresent(before -> versions.route(network, Route.to(before)));
        remove(network, version);
    }

    private String tryOut(
            UUID id, NetworkId network, String version, String old, KeptNetwork kept, InstallationChoice choice)
            throws IOException, FailedException {
        ledger.step(id, Step.ROUTING, "A part of the accounts is routed to " + version);
        KeptNetwork known = keepShipped(network, old, kept);
        folder.write(network, new KeptNetwork(old, version, known.previous(), known.since(), known.bundles()));
        versions.route(network, new Route(old, version, choice.share(), choice.workspace()));
        return version + " serves " + choice.share() + " percent of the accounts"
                + (choice.workspace() == null ? "" : " and workspace " + choice.workspace()) + " beside " + old + ".";
    }

    /** Routes everybody to a version that is ready, and removes what served before. */
    private String replace(UUID id, NetworkId network, String version, Optional<String> old, KeptNetwork kept)
            throws IOException, FailedException, InterruptedException {
        ledger.step(id, Step.ROUTING, "All accounts are routed to " + version);
        KeptNetwork known = old.isPresent() ? keepShipped(network, old.get(), kept) : kept;
        versions.route(network, Route.to(version));
        folder.write(network, known.serving(version, old.orElse(known.previous()), clock.instant()));
        removeOthers(id, network, version);
        return old.map(before -> version + " serves in the place of " + before + ".")
                .orElse(version + " is installed.");
    }

    /** Starts a version beside what is there, and waits until it is as ready as that. */
    private void bring(UUID id, NetworkId network, String version, Optional<String> old)
            throws FailedException, IOException, InterruptedException {
        // else the newest would serve as soon as it is there
        if (old.isPresent()) {
            versions.route(network, Route.to(old.get()));
        }
        ledger.step(id, Step.INSTALLING, version + " is put beside what runs");
        Future<?> start = starters.submit(() -> {
            bundles.add(network, Version.parseVersion(version), folder.bundle(network, version));
            return version;
        });
        try {
            ledger.step(id, Step.STARTING, version + " is started");
            long end = System.nanoTime() + settings.timeout().toNanos();
            started(start);
            awaitReady(network, version, old, end);
        } catch (FailedException | IOException | InterruptedException | RuntimeException failed) {
            start.cancel(true);
            remove(network, version);
            throw failed;
        }
    }

    private void started(Future<?> start) throws FailedException, IOException, InterruptedException {
        try {
            start.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hanging) {
            throw new FailedException("It did not start within " + settings.timeout() + ".");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof FailedException refused) {
                throw new FailedException(String.valueOf(refused.getMessage()));
            }
            if (failed.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void awaitReady(NetworkId network, String version, Optional<String> old, long end)
            throws FailedException, InterruptedException {
        boolean served = old.flatMap(before -> hosted(network, before))
                .map(before -> SERVING.contains(before.state()))
                .orElse(false);
        boolean unused = versions.await(
                network,
                all -> {
                    NetworkState state = state(all, version);
                    return state == NetworkState.INCOMPATIBLE || isEnough(state, served);
                },
                Duration.ofNanos(end - System.nanoTime()));
        Optional<HostedVersion> hosted = hosted(network, version);
        if (!isEnough(hosted.map(HostedVersion::state).orElse(NetworkState.STARTING), served)) {
            throw new FailedException(hosted.map(h -> "It is " + h.state() + ": " + h.reason())
                    .orElse("It registers no plugin for " + network + " within " + settings.timeout() + "."));
        }
    }

    /** Where the version before could not be called either, the new one need not do better. */
    private static boolean isEnough(NetworkState state, boolean served) {
        return served ? SERVING.contains(state) : !BROKEN.contains(state);
    }

    private static NetworkState state(List<HostedVersion> all, String version) {
        return all.stream()
                .filter(each -> each.version().equals(version))
                .findFirst()
                .map(HostedVersion::state)
                .orElse(NetworkState.STARTING);
    }

    private Optional<HostedVersion> hosted(NetworkId network, String version) {
        return versions.versions(network).stream()
                .filter(each -> each.version().equals(version))
                .findFirst();
    }

    private void remove(NetworkId network, String version) {
        for (Present present : present(network)) {
            if (present.version().toString().equals(version)) {
                removeQuietly(present);
            }
        }
    }

    private void removeQuietly(Present present) {
        try {
            bundles.remove(present);
        } catch (FailedException stuck) {
            LOGGER.warn("{} {} was not taken away: {}", present.network(), present.version(), stuck.getMessage());
        }
    }

    /** Lets everything but one version finish its calls, and removes it. */
    private void removeOthers(UUID id, NetworkId network, String version) throws FailedException, InterruptedException {
        for (Present present : present(network)) {
            String other = present.version().toString();
            if (!other.equals(version)) {
                ledger.step(id, Step.DRAINING, other + " finishes its calls");
                if (!versions.settle(network, other, settings.drain())) {
                    LOGGER.warn("{} {} did not finish its calls within {}", network, other, settings.drain());
                }
                ledger.step(id, Step.REMOVING, other + " is removed");
                bundles.remove(present);
            }
        }
    }

    /** The file of a version that the platform brought, so that one can go back to it. */
    private KeptNetwork keepShipped(NetworkId network, String version, KeptNetwork kept) throws IOException {
        if (kept.kept(version).isPresent()) {
            return kept;
        }
        for (Present present : present(network)) {
            if (present.version().toString().equals(version)) {
                try (InputStream content = bundles.content(present)) {
                    folder.keep(network, present.version(), content);
                }
                return kept.with(version, new KeptNetwork.Kept(Origin.SHIPPED, "", "", ""));
            }
        }
        return kept;
    }

    String promote(UUID id, NetworkId network) throws FailedException, IOException, InterruptedException {
        KeptNetwork kept = kept(network);
        return replace(id, network, trial(network, kept), Optional.of(kept.version()), kept);
    }

    /** Ends a trial, or brings the version before back in the place of the present one. */
    String rollback(UUID id, NetworkId network) throws FailedException, IOException, InterruptedException {
        KeptNetwork kept = kept(network);
        if (!kept.trial().isEmpty()) {
            ledger.step(id, Step.ROUTING, "All accounts are routed to " + kept.version());
            versions.route(network, Route.to(kept.version()));
            folder.write(network, kept.serving(kept.version(), kept.previous(), kept.since()));
            removeOthers(id, network, kept.version());
            return kept.version() + " serves all accounts again; the trial of " + kept.trial() + " is over.";
        }
        String back = previous(network, kept);
        Optional<String> old = serving(network);
        bring(id, network, back, old);
        ledger.step(id, Step.ROUTING, "All accounts are routed to " + back);
        versions.route(network, Route.to(back));
        folder.write(network, kept.serving(back, "", clock.instant()));
        removeOthers(id, network, back);
        return back + " serves again in the place of " + old.orElse("nothing") + ".";
    }

    String uninstall(UUID id, NetworkId network) throws FailedException, IOException, InterruptedException {
        String old = serving(network).orElseThrow(() -> new FailedException(network + " is not installed."));
        KeptNetwork kept = keepShipped(network, old, kept(network));
        versions.rest(network, true);
        folder.write(network, kept.serving("", old, clock.instant()));
        removeOthers(id, network, "");
        versions.forget(network);
        return network + " " + old + " is removed; its accounts stay, and work for it waits until it is back.";
    }

    /** What would come of a change just now; fails where the change would. */
    String foresee(Change change, NetworkId network) throws FailedException {
        KeptNetwork kept = kept(network);
        Optional<String> old = serving(network);
        return switch (change) {
            case PROMOTE ->
                trial(network, kept) + " would serve all accounts in the place of " + kept.version()
                        + ", which would be removed.";
            case ROLLBACK ->
                kept.trial().isEmpty()
                        ? previous(network, kept) + " would serve again in the place of " + old.orElse("nothing") + "."
                        : kept.version() + " would serve all accounts again; " + kept.trial() + " would be removed.";
            case UNINSTALL ->
                network + " " + old.orElseThrow(() -> new FailedException(network + " is not installed."))
                        + " would be removed; its accounts would stay, and work for it would wait until it is back.";
        };
    }

    private static String trial(NetworkId network, KeptNetwork kept) throws FailedException {
        if (kept.trial().isEmpty()) {
            throw new FailedException("No version of " + network + " is being tried out.");
        }
        return kept.trial();
    }

    /** The version that a rollback goes back to. */
    private static String previous(NetworkId network, KeptNetwork kept) throws FailedException {
        if (kept.previous().isEmpty() || kept.kept(kept.previous()).isEmpty()) {
            throw new FailedException("There is no version of " + network + " to go back to.");
        }
        return kept.previous();
    }

    /** After a start: what is remembered is what runs, whatever a crash or an upgrade of the platform left. */
    void reconcile(UUID id, NetworkId network) throws FailedException, IOException, InterruptedException {
        Optional<KeptNetwork> remembered = folder.read(network);
        if (remembered.isEmpty()) {
            forgetHalf(network);
            return;
        }
        KeptNetwork kept = remembered.get();
        String wanted = wanted(network, kept);
        if (wanted.isEmpty()) {
            removeOthers(id, network, wanted);
            versions.forget(network);
            return;
        }
        ensure(network, wanted);
        if (!kept.trial().isEmpty() && wanted.equals(kept.version())) {
            ensure(network, kept.trial());
            return;
        }
        versions.route(network, Route.to(wanted));
        removeOthers(id, network, wanted);
    }

    /** An installation that was cut off before it was remembered. */
    private void forgetHalf(NetworkId network) {
        if (!folder.remembers(network)) {
            present(network).stream().filter(each -> !each.shipped()).forEach(this::removeQuietly);
        }
    }

    /** Where the platform was upgraded and brings a newer version than was installed by hand, that one is meant. */
    private String wanted(NetworkId network, KeptNetwork kept) throws IOException {
        Optional<String> newer = present(network).stream()
                .filter(Present::shipped)
                .map(Present::version)
                .max(Comparator.naturalOrder())
                .filter(version -> !kept.version().isEmpty()
                        && version.compareTo(Version.parseVersion(kept.version())) > 0
                        && kept.kept(version.toString()).isEmpty())
                .map(Version::toString);
        if (newer.isPresent()) {
            folder.write(network, kept.serving(newer.get(), kept.version(), clock.instant()));
        }
        return newer.orElse(kept.version());
    }

    private void ensure(NetworkId network, String version) throws FailedException, IOException {
        boolean there = present(network).stream()
                .anyMatch(each -> each.version().toString().equals(version));
        if (!there) {
            bundles.add(network, Version.parseVersion(version), folder.bundle(network, version));
        }
    }
}
