package org.parvis.installer.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.network.ReplacedLimit;
import org.parvis.installer.admission.Admission;
import org.parvis.installer.admission.RefusedException;
import org.parvis.installer.admission.TrustedKeys;
import org.parvis.installer.sign.Signing;
import org.parvis.model.NetworkId;
import org.parvis.model.Violation;

/** Limits that come as signed, dated files. */
class LimitFilesTest {
    private static final NetworkId LOOPBACK = new NetworkId("loopback");
    private static final String LIMIT = "quotas/loopback.calls/limit";

    @TempDir
    Path home;

    private final FakeContainer container = new FakeContainer();
    private Path keys;
    private LimitFiles limits;

    @BeforeEach
    void start() throws Exception {
        keys = Files.createDirectories(home.resolve("keys"));
        Signing.run("keys", home.resolve("acme").toString());
        Files.copy(home.resolve("acme.pub"), keys.resolve("acme.pub"));
        container.ship(LOOPBACK, "1.0.0");
        restart("2026-11-23T00:00:00Z");
    }

    private void restart(String now) {
        limits = new LimitFiles(
                new Admission(new TrustedKeys(keys)),
                container,
                new PluginFolder(home.resolve("plugins")),
                Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
        limits.load();
    }

    @Test
    void whatAFileSaysHoldsIsShownAndSurvivesARestart() throws Exception {
        Path file = signed("2026-11-20", "set: " + LIMIT + " = 50");
        assertThat(limits.proposal(file).warnings()).containsExactly(LIMIT + " would be 50.");
        assertThat(container.limits()).as("nothing happened yet").isEmpty();
        assertThat(limits.replace(file))
                .isEqualTo("1 limits of loopback are those of 2026-11-20 now.");
        assertThat(container.limits()).containsEntry(LIMIT, "50");
        assertThat(limits.all(Set.of(LOOPBACK))).singleElement().satisfies(limit -> {
            assertThat(limit.value()).isEqualTo("50");
            assertThat(limit.source()).isEqualTo(ReplacedLimit.Source.FILE);
            assertThat(limit.signedBy()).isEqualTo("acme");
            assertThat(limit.stale()).isFalse();
        });
        assertThat(limits.warnings(LOOPBACK)).isEmpty();

        container.limits(LOOPBACK, Map.of());
        restart("2026-11-24T00:00:00Z");
        assertThat(container.limits()).containsEntry(LIMIT, "50");
        limits.restore(LOOPBACK);
        assertThat(container.limits()).isEmpty();
        restart("2026-11-24T00:00:00Z");
        assertThat(container.limits()).isEmpty();
    }

    @Test
    void aFileBeyondItsDayIsWarnedOf() throws Exception {
        limits.replace(signed("2026-11-20", "until: 2026-12-31\nset: " + LIMIT + " = 50"));
        assertThat(limits.warnings(LOOPBACK)).isEmpty();
        restart("2027-01-01T00:00:00Z");
        assertThat(limits.warnings(LOOPBACK))
                .singleElement()
                .asString()
                .contains("were good until 2026-12-31")
                .contains("social:limits-restore loopback");
        assertThat(limits.all(Set.of(LOOPBACK))).allMatch(ReplacedLimit::stale);
    }

    @Test
    void whatIsNotVouchedForOlderOrNoLimitIsRefusedAndNothingChanges() throws Exception {
        limits.replace(signed("2026-11-20", "set: " + LIMIT + " = 50"));
        assertThat(refusal(signed("2026-11-19", "set: " + LIMIT + " = 60"))).isEqualTo("limits.older");
        Path forged = signed("2026-11-21", "set: " + LIMIT + " = 70");
        Files.writeString(forged, Files.readString(forged).replace("= 70", "= 7000"));
        assertThat(refusal(forged)).isEqualTo("network.signature");
        container.misfit("no such budget");
        assertThat(refusal(signed("2026-11-22", "set: quotas/none/limit = 1"))).isEqualTo("limits.misfit");
        Files.writeString(keys.resolve("acme.networks"), "mastodon\n");
        assertThat(refusal(signed("2026-11-22", "set: " + LIMIT + " = 80"))).isEqualTo("network.bound");
        assertThat(container.limits()).containsEntry(LIMIT, "50");
    }

    @Test
    void whereANetworkMayTalkToIsNoLimit() {
        AssertionError refused = catchThrowableOfType(
                AssertionError.class, () -> signed("2026-11-20", "set: allowedHosts = [\"evil.example\"]"));
        assertThat(refused).hasMessageContaining("allowedHosts cannot be replaced");
    }

    @Test
    void aFileOfAKeyThatIsRevokedMeanwhileHoldsNoMore() throws Exception {
        limits.replace(signed("2026-11-20", "set: " + LIMIT + " = 50"));
        Files.writeString(
                keys.resolve("revoked"), TrustedKeys.fingerprint(TrustedKeys.read(home.resolve("acme.pub"))) + "\n");
        container.limits(LOOPBACK, Map.of());
        restart("2026-11-24T00:00:00Z");
        assertThat(container.limits()).isEmpty();
        assertThat(limits.warnings(LOOPBACK)).singleElement().asString().contains("was revoked");
    }

    private String refusal(Path file) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> limits.replace(file));
        assertThat(refused).as("it was taken").isNotNull();
        return refused.violations().stream().map(Violation::rule).findFirst().orElseThrow();
    }

    private Path signed(String dated, String lines) throws Exception {
        Path file = Files.writeString(home.resolve("some"), "network: loopback\ndated: " + dated + "\n" + lines + "\n");
        String said = Signing.run("limits", home.resolve("acme.key").toString(), file.toString());
        assertThat(said).contains("signature: ");
        return home.resolve("some.limits");
    }
}
