package org.parvis.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.parvis.api.account.VaultService;
import org.parvis.api.metrics.TraceService;
import org.parvis.api.network.OutboxService;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.store.StoreStatus;

class ChecksTest {
    private static final String TWITTER_1 = "twitter 1.0.0";
    private static final String TWITTER_2 = "twitter 1.1.0";

    private final Platform platform = new Platform();
    private final Set<String> bundles = new TreeSet<>();
    private final List<String> offered = new ArrayList<>();

    private static Result.Status status(HealthCheck check) {
        return check.execute().getStatus();
    }

    private static String said(HealthCheck check) {
        StringBuilder text = new StringBuilder();
        check.execute().forEach(entry -> text.append(entry.getMessage()).append('\n'));
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "READY, OK",
        "UNCONFIGURED, OK",
        "STARTING, TEMPORARILY_UNAVAILABLE",
        "DRAINING, TEMPORARILY_UNAVAILABLE",
        "DEGRADED, WARN",
        "QUARANTINED, CRITICAL",
        "MISCONFIGURED, CRITICAL",
        "INCOMPATIBLE, CRITICAL"
    })
    void eachNetworkHasACheckOfItsOwn(NetworkState state, Result.Status expected) {
        platform.network("youtube", NetworkState.READY, "");
        platform.network("twitter", state, "because");
        assertThat(status(new NetworkCheck(platform, Platform.TWITTER))).isEqualTo(expected);
        assertThat(status(new NetworkCheck(platform, new NetworkId("youtube")))).isEqualTo(Result.Status.OK);
    }

    @Test
    void aQuarantineSaysHowItEnds() {
        platform.network("twitter", NetworkState.QUARANTINED, "too many defects");
        assertThat(said(new NetworkCheck(platform, Platform.TWITTER)))
                .contains("too many defects", "social:network-resume twitter");
    }

    @Test
    void aCheckComesWithItsNetworkAndStaysWhileThatIsStoppedOrExchanged() {
        platform.network("twitter", NetworkState.READY, "");
        bundles.add(TWITTER_1);
        NetworkChecks checks = checks();
        assertThat(offered).containsExactly("+twitter");
        platform.network("youtube", NetworkState.STARTING, "");
        checks.follow();
        checks.follow();
        assertThat(offered).containsExactly("+twitter", "+youtube");
        platform.networks.remove(0);
        checks.follow();
        assertThat(said(new NetworkCheck(platform, Platform.TWITTER))).contains("is not running");
        bundles.add(TWITTER_2);
        checks.follow();
        bundles.remove(TWITTER_1);
        checks.follow();
        platform.network("twitter", NetworkState.READY, "");
        checks.follow();
        assertThat(offered).as("it was never away").containsExactly("+twitter", "+youtube");
    }

    @Test
    void theCheckOfANetworkThatWasRemovedForGoodGoesAndComesBackWithIt() {
        platform.network("twitter", NetworkState.QUARANTINED, "");
        platform.network("youtube", NetworkState.READY, "");
        bundles.add(TWITTER_1);
        NetworkChecks checks = checks();
        bundles.remove(TWITTER_1);
        checks.follow();
        assertThat(offered).as("it is still being called").containsExactly("+twitter", "+youtube");
        platform.networks.remove(0);
        checks.follow();
        assertThat(offered).containsExactly("+twitter", "+youtube", "-twitter");
        platform.network("twitter", NetworkState.READY, "");
        checks.follow();
        assertThat(offered).containsExactly("+twitter", "+youtube", "-twitter", "+twitter");
    }

    @Test
    void withdrawnChecksAreOfferedNoMore() {
        platform.network("twitter", NetworkState.READY, "");
        NetworkChecks checks = checks();
        checks.withdraw();
        checks.follow();
        assertThat(offered).containsExactly("+twitter", "-twitter");
    }

    @Test
    void withoutAnyNetworkTheOperatorIsToldHowOneIsInstalled() {
        assertThat(status(new NetworksCheck(platform))).isEqualTo(Result.Status.WARN);
        assertThat(said(new NetworksCheck(platform))).contains("social:network-install");
    }

    @Test
    void whatBringsANetworkIsKnownByWhatItDeclares() {
        BundleContext context = answering(
                BundleContext.class, "getBundles", new Bundle[] {declaring("twitter"), declaring("No Id"), silent()});
        assertThat(BroughtNetworks.of(context)).containsExactly(Platform.TWITTER);
    }

    private static Bundle declaring(String network) {
        BundleCapability capability =
                answering(BundleCapability.class, "getAttributes", Map.<String, Object>of("network", network));
        return answering(
                Bundle.class, "adapt", answering(BundleRevision.class, "getDeclaredCapabilities", List.of(capability)));
    }

    /** One that is just being uninstalled. */
    private static Bundle silent() {
        return answering(Bundle.class, "adapt", null);
    }

    private static <T> T answering(Class<T> type, String only, @Nullable Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    if (!method.getName().equals(only)) {
                        throw new AssertionError(method + " is not asked for here");
                    }
                    return answer;
                }));
    }

    /** Notes what is offered (+) and taken back (-). */
    private NetworkChecks checks() {
        return new NetworkChecks(platform, () -> networks(bundles), id -> {
            offered.add("+" + id);
            return () -> offered.add("-" + id);
        });
    }

    private static Set<NetworkId> networks(Set<String> bundles) {
        return bundles.stream()
                .map(bundle -> new NetworkId(bundle.substring(0, bundle.indexOf(' '))))
                .collect(Collectors.toSet());
    }

    @Test
    void theOutboxIsWellWhileNothingIsLateOrGivenUp() {
        assertThat(status(new OutboxCheck(platform))).isEqualTo(Result.Status.OK);
        platform.outbox = new OutboxService.Status(Duration.ofMinutes(6), 0, 0, 0, true);
        assertThat(said(new OutboxCheck(platform))).contains("due for 360 s", "social:outbox-list");
        assertThat(status(new OutboxCheck(platform))).isEqualTo(Result.Status.WARN);
        platform.outbox = new OutboxService.Status(Duration.ZERO, 0, 0, 2, true);
        assertThat(said(new OutboxCheck(platform))).contains("2 obligations were given up");
        platform.outbox = new OutboxService.Status(Duration.ZERO, 0, 0, 0, false);
        assertThat(status(new OutboxCheck(platform))).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
    }

    @Test
    void theStoreSaysWhatKeepsItFromAnswering() {
        assertThat(status(new StoreCheck(platform))).isEqualTo(Result.Status.OK);
        platform.store = StoreStatus.State.UNAVAILABLE;
        assertThat(status(new StoreCheck(platform))).isEqualTo(Result.Status.TEMPORARILY_UNAVAILABLE);
        platform.store = StoreStatus.State.REFUSED;
        assertThat(status(new StoreCheck(platform))).isEqualTo(Result.Status.CRITICAL);
        assertThat(said(new StoreCheck(platform))).contains("it was killed");
    }

    @ParameterizedTest
    @CsvSource({"5000, OK", "1000, WARN", "99, CRITICAL"})
    void homeAndDatabaseMayLieOnDifferentDisks(long megabytes, Result.Status expected) {
        Path home = Path.of("/srv/home");
        platform.folder = Path.of("/data/store");
        DiskCheck check = new DiskCheck(platform, home, folder -> (folder.equals(home) ? megabytes : 90_000) << 20);
        assertThat(status(check)).isEqualTo(expected);
        assertThat(said(check)).contains("/srv/home", "/data/store");
    }

    @Test
    void aBudgetThatComesBackSoonIsNoTrouble() {
        platform.quota("1", 100, 0);
        platform.quota("2", 100, 0);
        // it comes back at noon
        Clock shortly = Clock.fixed(Instant.parse("2026-03-05T11:30:00Z"), ZoneOffset.UTC);
        assertThat(status(new BudgetsCheck(platform, shortly))).isEqualTo(Result.Status.OK);
        Clock early = Clock.fixed(Instant.parse("2026-03-05T08:00:00Z"), ZoneOffset.UTC);
        assertThat(status(new BudgetsCheck(platform, early))).isEqualTo(Result.Status.WARN);
        assertThat(said(new BudgetsCheck(platform, early)))
                .contains("twitter posts@ACCOUNT (2)", "social:quota-override");
    }

    @Test
    void aReceiverOfTracesThatIsAwayIsSaidWithWhatToLookAt() {
        assertThat(status(new TracesCheck(platform))).isEqualTo(Result.Status.OK);
        assertThat(said(new TracesCheck(platform))).contains("Traces are off");
        platform.traces = new TraceService.Delivery(true, 40, 2, 1, "");
        assertThat(status(new TracesCheck(platform))).isEqualTo(Result.Status.OK);
        assertThat(said(new TracesCheck(platform))).contains("40 spans sent, 2 lost, 1 waiting");
        platform.traces = new TraceService.Delivery(true, 40, 2, 1, "no connection could be made");
        assertThat(status(new TracesCheck(platform))).isEqualTo(Result.Status.WARN);
        assertThat(said(new TracesCheck(platform)))
                .contains("no connection could be made", "org.parvis.traces", "endpoint.trusted");
    }

    @Test
    void whatAnOlderKeySealsIsToBeSealedAgain() {
        FormattingResultLog log = new FormattingResultLog();
        VaultCheck.say(
                new VaultService.Status(
                        List.of(new VaultService.Key("a", false, 3), new VaultService.Key("b", true, 40))),
                log);
        assertThat(log.getAggregateStatus()).isEqualTo(Result.Status.WARN);
        FormattingResultLog well = new FormattingResultLog();
        VaultCheck.say(new VaultService.Status(List.of(new VaultService.Key("b", true, 40))), well);
        assertThat(well.getAggregateStatus()).isEqualTo(Result.Status.OK);
    }
}
