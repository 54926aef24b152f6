package org.parvis.installer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.network.InstallationService.Change;
import org.parvis.api.network.InstallationService.InstallationChoice;
import org.parvis.api.network.InstallationService.Purpose;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.engine.version.Route;
import org.parvis.installer.admission.Admission;
import org.parvis.installer.admission.Candidate;
import org.parvis.installer.admission.TestBundle;
import org.parvis.installer.admission.TrustedKeys;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.WorkspaceId;

/** One version in the place of another, and what a crash in between leaves. */
class VersionExchangeTest {
    private static final NetworkId LOOPBACK = new NetworkId("loopback");
    private static final InstallationChoice TRIAL = new InstallationChoice(Purpose.ANY, false, false, 10, null);

    @TempDir
    Path home;

    private final FakeContainer container = new FakeContainer();
    private final ExecutorService starters = Executors.newCachedThreadPool(work -> new Thread(work, "starter"));
    private InstallerSettings settings;
    private Ledger ledger;
    private VersionExchange exchange;
    private UUID id;

    @BeforeEach
    void start() {
        settings = new InstallerSettings(
                true,
                home.resolve("keys"),
                home.resolve("deploy"),
                home.resolve("plugins"),
                Set.of(),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                10,
                0.2);
        restart();
    }

    /** As the process is started anew over the same folder and the same container. */
    private void restart() {
        ledger = new Ledger(new SilentTrail(), Clock.systemUTC());
        exchange = new VersionExchange(
                container,
                container,
                new PluginFolder(settings.plugins()),
                settings,
                ledger,
                starters,
                Clock.systemUTC());
        id = ledger.begin("install", "a file", "", "test").id();
    }

    @AfterEach
    void stop() {
        starters.shutdownNow();
    }

    @Test
    void anUpdateReplacesWhatWasShippedAndCanGoBackToIt() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        install("1.1.0", InstallationChoice.PLAIN);
        assertThat(container.there()).containsExactly("1.1.0");
        assertThat(container.route(LOOPBACK)).contains(Route.to("1.1.0"));

        exchange.rollback(id, LOOPBACK);
        assertThat(container.there()).containsExactly("1.0.0");
        assertThatThrownBy(() -> exchange.rollback(id, LOOPBACK))
                .hasMessageContaining("no version of loopback to go back to");
    }

    @Test
    void whatDoesNotGetReadyLeavesTheOldAsItWas() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        container.state("1.1.0", NetworkState.MISCONFIGURED);
        assertThatThrownBy(() -> install("1.1.0", InstallationChoice.PLAIN)).hasMessageContaining("MISCONFIGURED");
        assertThat(container.there()).containsExactly("1.0.0");
        assertThat(exchange.serving(LOOPBACK)).contains("1.0.0");
    }

    @Test
    void whatGetsReadyWhileItIsWaitedForIsTakenOver() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        container.state("1.1.0", NetworkState.STARTING);
        Future<Boolean> ready = starters.submit(() -> {
            boolean there = container.await(LOOPBACK, all -> all.size() == 2, Duration.ofSeconds(10));
            container.state("1.1.0", NetworkState.READY);
            return there;
        });
        install("1.1.0", InstallationChoice.PLAIN);
        assertThat(ready.get()).isTrue();
        assertThat(container.there()).containsExactly("1.1.0");
    }

    @Test
    void wherePresentAndNewAreBothNotSetUpTheNewOneIsReadyEnough() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        container.state("1.0.0", NetworkState.UNCONFIGURED);
        container.state("1.1.0", NetworkState.UNCONFIGURED);
        install("1.1.0", InstallationChoice.PLAIN);
        assertThat(container.there()).containsExactly("1.1.0");
    }

    @Test
    void cutOffBeforeItWasRememberedTheOldVersionServesAfterTheRestart() throws Exception {
        install("1.0.0", InstallationChoice.PLAIN);
        Path kept = settings.plugins().resolve("loopback");
        Files.copy(kept.resolve("1.0.0.jar"), kept.resolve("1.1.0.jar"));
        container.add(LOOPBACK, new Version("1.1.0"), kept.resolve("1.1.0.jar"));
        container.route(LOOPBACK, Route.to("1.1.0"));
        restart();
        exchange.reconcile(id, LOOPBACK);
        assertThat(container.there()).containsExactly("1.0.0");
        assertThat(container.route(LOOPBACK)).contains(Route.to("1.0.0"));
    }

    @Test
    void aFirstInstallationThatWasCutOffIsForgottenAndWhatWasShippedStays() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        Path file = Files.write(home.resolve("file.jar"), new byte[] {1});
        container.add(LOOPBACK, new Version("1.1.0"), file);
        exchange.reconcile(id, LOOPBACK);
        assertThat(container.there()).containsExactly("1.0.0");
    }

    @Test
    void anEmptyContainerIsFilledAgainAndTheHigherOfShippedAndInstalledServes() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        install("1.5.0", InstallationChoice.PLAIN);
        container.present().forEach(container::remove);
        container.ship(LOOPBACK, "1.0.0");
        restart();
        exchange.reconcile(id, LOOPBACK);
        assertThat(container.there()).containsExactly("1.5.0");

        container.ship(LOOPBACK, "2.0.0");
        restart();
        exchange.reconcile(id, LOOPBACK);
        assertThat(container.there()).containsExactly("2.0.0");
        assertThat(container.route(LOOPBACK)).contains(Route.to("2.0.0"));
    }

    @Test
    void whatWasRemovedStaysRemovedAlthoughThePlatformShipsIt() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        exchange.uninstall(id, LOOPBACK);
        container.ship(LOOPBACK, "1.0.0");
        restart();
        exchange.reconcile(id, LOOPBACK);
        assertThat(container.there()).isEmpty();

        install("1.0.0", InstallationChoice.PLAIN);
        assertThat(container.there()).containsExactly("1.0.0");
    }

    @Test
    void aTrialSurvivesARestartAndNothingElseIsInstalledMeanwhile() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        install("1.1.0", TRIAL);
        restart();
        exchange.reconcile(id, LOOPBACK);
        assertThat(container.there()).containsExactly("1.0.0", "1.1.0");
        assertThat(container.route(LOOPBACK)).contains(new Route("1.0.0", "1.1.0", 10, null));
        assertThatThrownBy(() -> install("1.2.0", InstallationChoice.PLAIN)).hasMessageContaining("is being tried out");

        exchange.promote(id, LOOPBACK);
        assertThat(container.there()).containsExactly("1.1.0");
    }

    @Test
    void whatAChangeWouldDoIsSaidWithoutDoingIt() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        assertThatThrownBy(() -> exchange.foresee(Change.PROMOTE, LOOPBACK)).hasMessageContaining("being tried out");
        assertThatThrownBy(() -> exchange.foresee(Change.ROLLBACK, LOOPBACK))
                .hasMessageContaining("no version of loopback to go back to");
        assertThat(exchange.foresee(Change.UNINSTALL, LOOPBACK)).startsWith("loopback 1.0.0 would be removed");

        install("1.1.0", TRIAL);
        assertThat(exchange.foresee(Change.PROMOTE, LOOPBACK))
                .isEqualTo("1.1.0 would serve all accounts in the place of 1.0.0, which would be removed.");
        assertThat(exchange.foresee(Change.ROLLBACK, LOOPBACK))
                .isEqualTo("1.0.0 would serve all accounts again; 1.1.0 would be removed.");
        assertThat(container.there()).containsExactly("1.0.0", "1.1.0");

        exchange.promote(id, LOOPBACK);
        assertThat(exchange.foresee(Change.ROLLBACK, LOOPBACK))
                .isEqualTo("1.0.0 would serve again in the place of 1.1.0.");
        assertThat(container.there()).containsExactly("1.1.0");
    }

    @Test
    void aTrialThatFailsMoreThanTheVersionBesideItIsFoundGuilty() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        install("1.1.0", TRIAL);
        Probation probation = new Probation(container, new PluginFolder(settings.plugins()), settings);
        container.calls("1.0.0", 1_000, 100);
        container.calls("1.1.0", 9, 9);
        assertThat(probation.verdict(LOOPBACK)).as("too few calls").isEmpty();
        container.calls("1.1.0", 20, 5);
        assertThat(probation.verdict(LOOPBACK)).as("within the margin").isEmpty();
        container.calls("1.1.0", 20, 8);
        assertThat(probation.verdict(LOOPBACK))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("40 %").contains("10 %"));
    }

    @Test
    void anUpdateIsJudgedByTheRateOfTheVersionBeforeWhichAFirstLookMustHaveSeen() throws Exception {
        container.ship(LOOPBACK, "1.0.0");
        container.calls("1.0.0", 100, 5);
        Probation probation = new Probation(container, new PluginFolder(settings.plugins()), settings);
        assertThat(probation.verdict(LOOPBACK)).isEmpty();
        install("1.1.0", InstallationChoice.PLAIN);
        container.calls("1.1.0", 20, 2);
        assertThat(probation.verdict(LOOPBACK)).isEmpty();
        container.calls("1.1.0", 20, 10);
        assertThat(probation.verdict(LOOPBACK)).isPresent();
        exchange.rollback(id, LOOPBACK);
        assertThat(probation.verdict(LOOPBACK))
                .as("what came back is not judged again")
                .isEmpty();
    }

    private void install(String version, InstallationChoice choice) throws Exception {
        Path jar = TestBundle.of(version).write(home.resolve("bundle.jar"));
        Candidate candidate = new Admission(new TrustedKeys(settings.keys()))
                .examine(jar, home.resolve("staged-" + version + ".jar"), container.offered(), true);
        exchange.install(id, candidate, choice);
    }

    /** Hears everything and keeps nothing. */
    private static final class SilentTrail implements AuditTrail {
        @Override
        public void record(Caller caller, String action, String subject, Map<String, String> details) {}

        @Override
        public void recordSystem(
                @Nullable WorkspaceId workspace,
                String actor,
                String action,
                String subject,
                Map<String, String> details) {}

        @Override
        public Slice<Entry> entries(Caller caller, PageRequest page) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Long> firstBrokenLink(Caller caller) {
            return Optional.empty();
        }
    }
}
