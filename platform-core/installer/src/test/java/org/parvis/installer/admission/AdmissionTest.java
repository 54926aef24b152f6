package org.parvis.installer.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.parvis.api.network.InstallationService.InstallationChoice;
import org.parvis.api.network.InstallationService.Purpose;
import org.parvis.installer.sign.Signing;
import org.parvis.model.Capability;
import org.parvis.model.Violation;

/** What comes in, and what does not and why. */
class AdmissionTest {
    private static final Map<String, Version> RUNNING = Map.of(
            "org.parvis.spi", new Version("0.1.0"),
            "org.parvis.spi.http", new Version("0.1.0"),
            "org.parvis.model", new Version("0.1.0"));

    @TempDir
    Path folder;

    private Path keys;
    private Admission admission;

    @BeforeEach
    void trust() throws IOException {
        keys = Files.createDirectories(folder.resolve("network-keys"));
        admission = new Admission(new TrustedKeys(keys));
        Signing.run("keys", folder.resolve("acme").toString());
        Files.copy(folder.resolve("acme.pub"), keys.resolve("acme.pub"));
    }

    @Test
    void aSignedNetworkOfATrustedKeyIsLetInWithWhoVouchesForIt() throws Exception {
        Candidate candidate = examine(signed(TestBundle.of("1.2.0")));
        assertThat(candidate.network().value()).isEqualTo("loopback");
        assertThat(candidate.version()).isEqualTo(new Version("1.2.0"));
        assertThat(candidate.signedBy()).isEqualTo("acme");
        assertThat(candidate.hosts()).containsExactly("loopback.example");
        assertThat(candidate.scopes()).containsExactly("all");
        assertThat(candidate.warnings()).isEmpty();
    }

    @Test
    void anUnsignedOneIsRefusedUnlessTheOperatorSaysSo() throws Exception {
        Path jar = TestBundle.of("1.2.0").write(folder.resolve("plain.jar"));
        assertThat(refusal(jar)).containsExactly("network.unsigned");
        Candidate candidate = admission.examine(jar, folder.resolve("copy.jar"), RUNNING, true);
        assertThat(candidate.isSigned()).isFalse();
        assertThat(candidate.warnings()).singleElement().asString().contains("not signed");
    }

    @Test
    void aStatementBesideABundleIsAsGoodAsOneInAnArchive() throws Exception {
        Path kar = signed(TestBundle.of("1.2.0"));
        try (var archive = new java.util.zip.ZipFile(kar.toFile())) {
            Path jar = TestBundle.of("1.2.0").write(folder.resolve("beside.jar"));
            Files.copy(
                    archive.getInputStream(archive.getEntry(NetworkFile.STATEMENT)),
                    folder.resolve("beside.jar.statement"));
            assertThat(examine(jar).signedBy()).isEqualTo("acme");
        }
    }

    @Test
    void anUnknownARevokedAndAForgedKeyAreToldApart() throws Exception {
        Path kar = signed(TestBundle.of("1.2.0"));
        String key = examine(kar).key();
        Files.writeString(keys.resolve("revoked"), key + " stolen on Tuesday\n");
        assertThat(refusal(kar)).containsExactly("network.revoked");
        Files.delete(keys.resolve("revoked"));
        Files.delete(keys.resolve("acme.pub"));
        assertThat(refusal(kar)).containsExactly("network.untrusted");

        Signing.run("keys", folder.resolve("mallory").toString());
        Path jar = TestBundle.of("1.2.0").write(folder.resolve("forged.jar"));
        Files.copy(folder.resolve("acme.pub"), keys.resolve("acme.pub"));
        String statement = Statement.sign(
                "loopback",
                "1.2.0",
                Sha256.of(jar),
                Set.of("loopback.example"),
                Set.of("all"),
                java.time.Instant.EPOCH,
                TrustedKeys.read(folder.resolve("acme.pub")),
                Signing.secret(folder.resolve("mallory.key")));
        Files.writeString(NetworkFile.statementOf(jar), statement);
        assertThat(refusal(jar)).containsExactly("network.signature");
    }

    @Test
    void aKeyThatIsBoundToNetworksSignsNoOther() throws Exception {
        Path kar = signed(TestBundle.of("1.2.0"));
        Files.writeString(keys.resolve("acme.networks"), "# what Acme makes\nmastodon\n");
        assertThat(refusal(kar)).containsExactly("network.bound");
        assertThat(messages(kar)).singleElement().asString().contains("acme").contains("mastodon");
        Files.writeString(keys.resolve("acme.networks"), "mastodon\nloopback their first\n");
        assertThat(examine(kar).signedBy()).isEqualTo("acme");
        Files.writeString(keys.resolve("acme.networks"), "");
        assertThat(refusal(kar)).containsExactly("network.bound");
    }

    @Test
    void whatWasSignedMustBeWhatComes() throws Exception {
        Path jar = TestBundle.of("1.2.0").write(folder.resolve("changed.jar"));
        String statement = Statement.sign(
                "loopback",
                "1.3.0",
                Sha256.of(jar),
                Set.of("loopback.example", "elsewhere.example"),
                Set.of(),
                java.time.Instant.EPOCH,
                TrustedKeys.read(folder.resolve("acme.pub")),
                Signing.secret(folder.resolve("acme.key")));
        Files.writeString(NetworkFile.statementOf(jar), statement);
        TestBundle.of("1.2.0").entry("extra.txt", new byte[] {1}).write(jar);
        assertThat(refusal(jar))
                .containsExactlyInAnyOrder(
                        "network.checksum",
                        "network.statement.version",
                        "network.statement.hosts",
                        "network.statement.scopes");
    }

    @Test
    void aStatementThatSaysAThingTwiceIsNotRead() throws Exception {
        Path jar = TestBundle.of("1.2.0").write(folder.resolve("twice.jar"));
        Files.writeString(
                NetworkFile.statementOf(jar), "parvis-network 1\nnetwork: a\nnetwork: loopback\nsignature: AAAA\n");
        assertThat(refusal(jar)).containsExactly("network.statement");
    }

    @Test
    void halfAFileIsNotWholeAndIsRefused() throws Exception {
        byte[] whole = TestBundle.of("1.2.0").bytes();
        Path half = Files.write(folder.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(NetworkFile.isWhole(half)).isFalse();
        assertThat(refusal(half)).containsExactly("network.whole");
        assertThat(NetworkFile.isWhole(Files.write(half, whole))).isTrue();
        whole[whole.length / 3] ^= 1;
        assertThat(NetworkFile.isWhole(Files.write(half, whole))).isFalse();
    }

    @Test
    void wrongRangesAndForeignImportsAreNamed() throws Exception {
        assertThat(refusal(signed(TestBundle.of("1.2.0")
                        .header(
                                "Import-Package",
                                "org.parvis.spi;version=\"[7.0,8)\",org.parvis.store,com.zaxxer.hikari"))))
                .containsExactly("network.range", "network.import", "network.import");
        assertThat(refusal(signed(TestBundle.of("1.2.0").header("Import-Package", "org.slf4j"))))
                .containsExactly("network.spi");
        assertThat(refusal(signed(TestBundle.of("1.2.0")
                        .header("Export-Package", "example")
                        .header("DynamicImport-Package", "*"))))
                .containsExactly("network.header", "network.header");
        assertThat(messages(
                        signed(TestBundle.of("1.2.0").header("Import-Package", "org.parvis.spi;version=\"[7.0,8)\""))))
                .singleElement()
                .asString()
                .contains("built for org.parvis.spi [7.0,8)")
                .contains("has 0.1.0");
    }

    @Test
    void copiesOfTheSpiAreFoundInArchivesInsideToo() throws Exception {
        assertThat(refusal(signed(TestBundle.of("1.2.0").entry("org/parvis/spi/NetworkPlugin.class", new byte[4]))))
                .containsExactly("network.copy");
        byte[] inner = TestBundle.of("1")
                .entry("org/parvis/model/NetworkId.class", new byte[4])
                .bytes();
        assertThat(refusal(signed(TestBundle.of("1.2.0").entry("lib/model.jar", inner))))
                .containsExactly("network.copy");
    }

    @Test
    void aWrongDescriptorIsNamedWithThePlace() throws Exception {
        Path jar = TestBundle.of("1.2.0")
                .descriptor(text -> text.replace("\"visibilityWindow\": \"PT0S\"", "\"visibilityWindow\": \"soon\""))
                .write(folder.resolve("wrong.jar"));
        RefusedException refused = catchThrowableOfType(
                RefusedException.class, () -> admission.examine(jar, folder.resolve("copy.jar"), RUNNING, true));
        assertThat(refused)
                .hasMessageContaining("OSGI-INF/network/loopback.json")
                .hasMessageContaining("/visibilityWindow");
    }

    @Test
    void whatFollowsOnWhatIsWeighed() throws Exception {
        Candidate candidate = examine(signed(TestBundle.of("1.2.0")));
        Version older = new Version("1.1.0");
        assertThat(objections(new Succession(Optional.empty(), Map.of()), candidate, Purpose.INSTALL))
                .isEmpty();
        assertThat(objections(new Succession(Optional.empty(), Map.of()), candidate, Purpose.UPDATE))
                .containsExactly("network.absent");
        assertThat(objections(there(older, candidate.capabilities()), candidate, Purpose.INSTALL))
                .containsExactly("network.there");
        assertThat(objections(there(older, candidate.capabilities()), candidate, Purpose.ANY))
                .isEmpty();
        assertThat(objections(there(candidate.version(), candidate.capabilities()), candidate, Purpose.ANY))
                .containsExactly("network.same");
        assertThat(objections(there(new Version("2.0.0"), candidate.capabilities()), candidate, Purpose.ANY))
                .containsExactly("network.downgrade");

        Succession lossy = there(older, Set.of(Capability.PUBLISH, Capability.PUBLISH_STORY));
        assertThat(objections(lossy, candidate, Purpose.ANY)).containsExactly("network.loss");
        assertThat(lossy.lost(candidate)).containsExactly(Capability.PUBLISH_STORY);
        assertThat(lossy.objections(candidate, new InstallationChoice(Purpose.ANY, false, true, 100, null)))
                .isEmpty();
    }

    private static Succession there(Version version, Set<Capability> capabilities) {
        return new Succession(Optional.of(version), Map.of(version, capabilities));
    }

    private static List<String> objections(Succession succession, Candidate candidate, Purpose purpose) {
        return succession.objections(candidate, new InstallationChoice(purpose, false, false, 100, null)).stream()
                .map(Violation::rule)
                .toList();
    }

    private Candidate examine(Path file) throws Exception {
        return admission.examine(file, folder.resolve("copy.jar"), RUNNING, false);
    }

    private List<String> refusal(Path file) {
        return refused(file).violations().stream().map(Violation::rule).toList();
    }

    private List<String> messages(Path file) {
        return refused(file).violations().stream().map(Violation::message).toList();
    }

    private RefusedException refused(Path file) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> examine(file));
        assertThat(refused).as("it was let in").isNotNull();
        return refused;
    }

    /** As an integrator does it. */
    private Path signed(TestBundle bundle) throws IOException {
        Path jar = bundle.write(folder.resolve("bundle.jar"));
        String said = Signing.run("sign", folder.resolve("acme.key").toString(), jar.toString());
        assertThat(said).contains("signature: ");
        assertThat(Files.readString(folder.resolve("acme.key"), StandardCharsets.UTF_8))
                .contains("PRIVATE KEY");
        return folder.resolve("bundle.kar");
    }
}
