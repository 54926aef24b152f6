package org.parvis.installer.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.Installation;
import org.parvis.api.network.Installation.Step;
import org.parvis.api.network.InstallationService;
import org.parvis.api.network.InstalledNetwork;
import org.parvis.api.network.NetworkProposal;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.api.network.ReplacedLimit;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.engine.version.NetworkVersions;
import org.parvis.installer.admission.Admission;
import org.parvis.installer.admission.Candidate;
import org.parvis.installer.admission.LimitPack;
import org.parvis.installer.admission.RefusedException;
import org.parvis.installer.admission.Succession;
import org.parvis.installer.admission.TrustedKeys;
import org.parvis.installer.service.NetworkBundles.FailedException;
import org.parvis.model.NetworkId;
import org.parvis.model.UnavailableException;
import org.parvis.model.Violation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link InstallationService} by putting versions beside each other in the container. Files are checked on the thread of who
 * asks, changes are made by one thread of its own, one after the other; that thread also watches over what was updated.
 */
@Component(
        service = {InstallationService.class, HotInstallationService.class},
        configurationPid = "org.parvis.installer",
        immediate = true)
@Designate(ocd = InstallerConfiguration.class)
public final class HotInstallationService implements InstallationService {
    private static final Logger LOGGER = LoggerFactory.getLogger(HotInstallationService.class);
    private static final Duration WATCH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final NetworkBundles bundles;
    private final NetworkVersions versions;
    private final NetworkService networks;
    private final InstallerSettings settings;
    private final TrustedKeys keys;
    private final Admission admission;
    private final PluginFolder folder;
    private final Ledger ledger;
    private final VersionExchange exchange;
    private final InstalledNetworks inventory;
    private final Probation probation;
    private final LimitFiles limits;
    private final ScheduledExecutorService worker;
    private final ExecutorService starters;

    @Activate
    public HotInstallationService(
            InstallerConfiguration configuration,
            @Reference NetworkBundles bundles,
            @Reference NetworkVersions versions,
            @Reference NetworkService networks,
            @Reference AuditTrail audit,
            @Reference(target = "(clock=business)") Clock clock) {
        this(InstallerSettings.of(configuration), bundles, versions, networks, audit, clock);
    }

    HotInstallationService(
            InstallerSettings settings,
            NetworkBundles bundles,
            NetworkVersions versions,
            NetworkService networks,
            AuditTrail audit,
            Clock clock) {
        this.bundles = bundles;
        this.versions = versions;
        this.networks = networks;
        this.settings = settings;
        this.keys = new TrustedKeys(settings.keys());
        this.admission = new Admission(keys);
        this.folder = new PluginFolder(settings.plugins());
        this.ledger = new Ledger(audit, clock);
        this.starters = Executors.newCachedThreadPool(named("parvis-installer-start"));
        this.worker = Executors.newSingleThreadScheduledExecutor(named("parvis-installer"));
        this.exchange = new VersionExchange(bundles, versions, folder, settings, ledger, starters, clock);
        this.limits = new LimitFiles(admission, versions, folder, clock);
        this.inventory = new InstalledNetworks(exchange, versions, folder, keys, bundles, limits);
        this.probation = new Probation(versions, folder, settings);
        limits.load();
        ScheduledFuture<?> unused =
                worker.scheduleWithFixedDelay(this::watch, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Lets the change that is being made end: cut off, it would be taken up at the next start. */
    @Deactivate
    public void close() throws InterruptedException {
        worker.shutdown();
        if (!worker.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            worker.shutdownNow();
        }
        starters.shutdownNow();
    }

    InstallerSettings settings() {
        return settings;
    }

    @Override
    public NetworkProposal check(Path file, InstallationChoice choice) {
        Path staged = staging();
        try {
            if (LimitPack.isLimits(file)) {
                return limits.proposal(file);
            }
            Candidate candidate = admission.examine(file, staged, bundles.offered(), settings.unsigned());
            Succession succession = exchange.succession(candidate.network());
            return new NetworkProposal(
                    candidate.network().value(),
                    candidate.version().toString(),
                    exchange.serving(candidate.network()).orElse(""),
                    candidate.signedBy(),
                    candidate.sha256(),
                    candidate.hosts(),
                    candidate.scopes(),
                    succession.lost(candidate),
                    succession.gained(candidate),
                    succession.objections(candidate, choice),
                    candidate.warnings());
        } catch (RefusedException refused) {
            return refusal(refused);
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        } finally {
            discard(staged);
        }
    }

    private static NetworkProposal refusal(RefusedException refused) {
        return new NetworkProposal(
                "", "", "", "", "", Set.of(), Set.of(), Set.of(), Set.of(), refused.violations(), List.of());
    }

    private Installation replaceLimits(Path file, String by) {
        Installation begun = ledger.begin("limits", String.valueOf(file.getFileName()), "", by);
        ledger.step(begun.id(), Step.CHECKING, "The file is checked");
        try {
            LimitPack pack = limits.check(file);
            ledger.about(begun.id(), pack.network().value(), pack.dated().toString());
            ledger.end(begun.id(), Step.DONE, limits.replace(file));
        } catch (RefusedException refused) {
            throw refused(begun.id(), refused);
        } catch (IOException unreadable) {
            ledger.end(begun.id(), Step.REFUSED, "The file cannot be read: " + unreadable.getMessage());
            throw unreadable(file, unreadable);
        }
        return ledger.find(begun.id()).orElse(begun);
    }

    @Override
    public List<ReplacedLimit> replacedLimits() {
        Set<NetworkId> all = new HashSet<>();
        networks.networks().forEach(status -> all.add(status.id()));
        return limits.all(all);
    }

    @Override
    public Installation restoreLimits(NetworkId network, String by) {
        return change("limits", network, by, id -> limits.restore(network));
    }

    @Override
    public Installation install(Path file, InstallationChoice choice, String by) {
        if (LimitPack.isLimits(file)) {
            return replaceLimits(file, by);
        }
        Installation begun = ledger.begin("install", String.valueOf(file.getFileName()), "", by);
        ledger.step(begun.id(), Step.CHECKING, "The file is checked");
        Path staged = staging();
        Candidate candidate;
        try {
            candidate = admission.examine(file, staged, bundles.offered(), settings.unsigned());
            ledger.about(
                    begun.id(), candidate.network().value(), candidate.version().toString());
            refuseIf(exchange.succession(candidate.network()).objections(candidate, choice));
        } catch (RefusedException refused) {
            discard(staged);
            throw refused(begun.id(), refused);
        } catch (IOException unreadable) {
            discard(staged);
            ledger.end(begun.id(), Step.REFUSED, "The file cannot be read: " + unreadable.getMessage());
            throw unreadable(file, unreadable);
        }
        run(begun.id(), () -> {
            try {
                // what was so when the file came may have changed while others were installed
                refuseIf(exchange.succession(candidate.network()).objections(candidate, choice));
                return exchange.install(begun.id(), candidate, choice);
            } finally {
                discard(staged);
            }
        });
        return ledger.find(begun.id()).orElse(begun);
    }

    private static void refuseIf(List<Violation> objections) throws RefusedException {
        if (!objections.isEmpty()) {
            throw new RefusedException(objections);
        }
    }

    private ProblemException refused(UUID id, RefusedException refused) {
        ledger.end(id, Step.REFUSED, String.valueOf(refused.getMessage()));
        return new ProblemException(Problem.INVALID, String.valueOf(refused.getMessage()), refused.violations(), null);
    }

    private static ProblemException unreadable(Path file, IOException failure) {
        return ProblemException.invalid(
                "file", "file", "The file " + file + " cannot be read: " + failure.getMessage() + ".");
    }

    @Override
    public Installation promote(NetworkId network, String by) {
        return change("promote", network, by, id -> exchange.promote(id, network));
    }

    @Override
    public Installation rollback(NetworkId network, String by) {
        return change("rollback", network, by, id -> exchange.rollback(id, network));
    }

    @Override
    public Installation uninstall(NetworkId network, String by) {
        return change("uninstall", network, by, id -> exchange.uninstall(id, network));
    }

    private Installation change(String action, NetworkId network, String by, Making change) {
        requireKnown(network);
        Installation begun = ledger.begin(action, network.value(), network.value(), by);
        run(begun.id(), () -> change.make(begun.id()));
        return begun;
    }

    @Override
    public String foresee(Change change, NetworkId network) {
        requireKnown(network);
        try {
            return exchange.foresee(change, network);
        } catch (FailedException refused) {
            throw new ProblemException(Problem.CONFLICT, String.valueOf(refused.getMessage()));
        }
    }

    private void requireKnown(NetworkId network) {
        if (exchange.present(network).isEmpty() && folder.read(network).isEmpty()) {
            throw new ProblemException(Problem.NOT_FOUND, "There is no network '" + network + "'.");
        }
    }

    private interface Making {
        String make(UUID id) throws Exception;
    }

    private interface Work {
        String run() throws Exception;
    }

    private void run(UUID id, Work work) {
        try {
            worker.execute(() -> finish(id, work));
        } catch (RejectedExecutionException closing) {
            ledger.end(id, Step.REFUSED, "The platform is being stopped.");
        }
    }

    private void finish(UUID id, Work work) {
        try {
            ledger.end(id, Step.DONE, work.run());
        } catch (RefusedException refused) {
            ledger.end(id, Step.REFUSED, String.valueOf(refused.getMessage()));
        } catch (FailedException failed) {
            ledger.end(id, Step.ROLLED_BACK, failed.getMessage() + " What ran before runs on.");
        } catch (InterruptedException stopped) {
            ledger.end(id, Step.ROLLED_BACK, "The platform was stopped meanwhile.");
            Thread.currentThread().interrupt();
        } catch (IOException | UnavailableException away) {
            ledger.end(id, Step.ROLLED_BACK, "It could not be done: " + away.getMessage() + ". Try again.");
        } catch (Exception defect) {
            LOGGER.error("A change of the installed networks failed", defect);
            ledger.end(id, Step.ROLLED_BACK, "It failed by a fault of the platform; the log says more.");
        }
    }

    @Override
    public NetworkStatus drain(NetworkId network, String by) {
        NetworkStatus unused = status(network);
        versions.rest(network, true);
        try {
            for (var version : versions.versions(network)) {
                if (!versions.settle(network, version.version(), settings.drain())) {
                    LOGGER.warn("{} {} still has calls running", network, version.version());
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        ledger.note(by, "network.drain", network.value(), Map.of());
        return status(network);
    }

    @Override
    public NetworkStatus resume(NetworkId network, String by) {
        NetworkStatus unused = status(network);
        versions.rest(network, false);
        networks.resume(network);
        ledger.note(by, "network.resume", network.value(), Map.of());
        return status(network);
    }

    private NetworkStatus status(NetworkId network) {
        return networks.network(network)
                .orElseThrow(() -> new ProblemException(Problem.NOT_FOUND, "There is no network '" + network + "'."));
    }

    @Override
    public List<InstalledNetwork> installed() {
        return inventory.all();
    }

    @Override
    public List<Installation> installations() {
        return ledger.all();
    }

    @Override
    public Optional<Installation> installation(UUID id) {
        return ledger.find(id);
    }

    @Override
    public Installation await(UUID id, Duration patience) throws InterruptedException {
        if (ledger.find(id).isEmpty()) {
            throw new ProblemException(Problem.NOT_FOUND, "There is no installation " + id + ".");
        }
        return ledger.await(id, patience);
    }

    @Override
    public void requireOperator(Caller caller) {
        boolean operator = AuditTrail.PLATFORM.equals(caller.workspace())
                || (caller.user() != null
                        && caller.scopes() == null
                        && settings.operators().contains(caller.user().toString()));
        if (!operator) {
            throw new ProblemException(
                    Problem.FORBIDDEN,
                    "Networks bring code, so only the operator changes them. The operator can name persons in"
                            + " etc/org.parvis.installer.cfg, who do it with a login, not with a token.");
        }
    }

    /** After a start, once all features are there. */
    void reconcile() {
        worker.execute(() -> {
            Set<NetworkId> all = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
            all.addAll(folder.networks());
            bundles.present().stream().filter(p -> !p.shipped()).forEach(p -> all.add(p.network()));
            all.forEach(this::reconcile);
            try {
                folder.clearStaging();
            } catch (IOException stuck) {
                LOGGER.warn("What a crash left in data/plugins could not be cleared: {}", stuck.getMessage());
            }
        });
    }

    private void reconcile(NetworkId network) {
        Installation begun = ledger.begin("reconcile", network.value(), network.value(), "parvis");
        try {
            exchange.reconcile(begun.id(), network);
            ledger.drop(begun.id());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (FailedException | IOException | RuntimeException failed) {
            ledger.end(begun.id(), Step.ROLLED_BACK, String.valueOf(failed.getMessage()));
        }
    }

    /** Takes back what does worse than the version before. */
    private void watch() {
        try {
            for (NetworkStatus status : networks.networks()) {
                NetworkId network = status.id();
                probation.verdict(network).ifPresent(reason -> {
                    Installation begun = ledger.begin("rollback", network.value(), network.value(), "parvis");
                    LOGGER.warn("{} is taken back: {}", network, reason);
                    finish(begun.id(), () -> reason + " " + exchange.rollback(begun.id(), network));
                });
            }
        } catch (RuntimeException failed) {
            LOGGER.warn("The updated networks could not be looked at: {}", failed.toString());
        }
    }

    private Path staging() {
        try {
            return folder.staging();
        } catch (IOException full) {
            throw new ProblemException(
                    Problem.UNAVAILABLE, "The folder data/plugins cannot be written: " + full.getMessage() + ".");
        }
    }

    private static void discard(Path staged) {
        try {
            Files.deleteIfExists(staged);
        } catch (IOException stuck) {
            LOGGER.debug("{} stays until the next start", staged, stuck);
        }
    }
}
