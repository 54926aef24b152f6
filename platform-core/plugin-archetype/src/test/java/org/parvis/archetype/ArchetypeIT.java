package org.parvis.archetype;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;
import org.parvis.installer.admission.Admission;
import org.parvis.installer.admission.Candidate;
import org.parvis.installer.admission.TrustedKeys;
import org.parvis.installer.sign.SigningMain;

/**
 * What somebody gets who begins a network of their own: generated outside this repository, from what is published, by a Maven of
 * their own; compiled, green in the kit, and let in by the installer's checks. In the platform itself it runs in the container tests.
 */
class ArchetypeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSION = System.getProperty("parvis.version");

    /** Outside this repository: else Maven finds our settings above the project. */
    @TempDir
    static Path folder;

    private static PublishedArtifacts published;
    private static OutsideMaven maven;
    private static Path project;

    @BeforeAll
    static void generateAndBuild() throws Exception {
        Path repository = Path.of("target", "outside", "repository").toAbsolutePath();
        published = new PublishedArtifacts(repository, VERSION);
        published.publish(Path.of(System.getProperty("archetype.file")));
        maven = new OutsideMaven(repository, folder);
        generate("-DnetworkId=mastodon", "-DnetworkName=Mastodon Social");
        project = folder.resolve("plugin-mastodon");
        maven.run(project, "verify");
        // for the container tests, which put it into a running platform
        Path bundle = project.resolve("target/plugin-mastodon-0.1.0.jar");
        Files.copy(bundle, Path.of("target", "generated.jar"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void generate(String... properties) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                System.getProperty("archetype.plugin") + ":generate",
                "-DinteractiveMode=false",
                "-DarchetypeCatalog=local",
                "-DarchetypeGroupId=org.parvis",
                "-DarchetypeArtifactId=plugin-archetype",
                "-DarchetypeVersion=" + VERSION));
        arguments.addAll(List.of(properties));
        maven.run(folder, arguments.toArray(String[]::new));
    }

    @Test
    void itsProjectFileHasFifteenLinesAndNothingIsLeftToFillIn() throws IOException {
        assertThat(Files.readAllLines(project.resolve("pom.xml"))).hasSizeLessThanOrEqualTo(15);
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(project.resolve("target")))
                    .toList()) {
                assertThat(file.toString()).doesNotContain("__");
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain("${", "symbol_", "@project");
            }
        }
        assertThat(project.resolve("src/main/java/social/example/mastodon/MastodonNetwork.java"))
                .content()
                .contains("NETWORK_ID + \"=mastodon\"");
        assertThat(project.resolve("README.md")).content().startsWith("# Mastodon Social\n");
    }

    @Test
    void itIsGreenInTheKitAndSaysWhyATestWasSkipped() throws IOException {
        JsonNode report =
                JSON.readTree(project.resolve("target/tck/report.json").toFile());
        assertThat(report.path("network").asText()).isEqualTo("mastodon");
        int passed = 0;
        for (JsonNode suite : report.path("suites")) {
            assertThat(suite.path("failed").asInt()).isZero();
            passed += suite.path("passed").asInt();
            for (JsonNode test : suite.path("tests")) {
                if (test.path("verdict").asText().equals("skipped")) {
                    assertThat(test.path("reason").asText()).isNotBlank();
                }
            }
        }
        assertThat(passed).isGreaterThan(100);
        assertThat(report.at("/suites/publishing/skipped").asInt()).isZero();
        assertThat(report.at("/suites/bundle/skipped").asInt()).isZero();
    }

    @Test
    void itsSimulatorRemembers() {
        assertThat(project.resolve("target/surefire-reports")
                        .resolve("TEST-social.example.mastodon.simulator.MastodonSimulatorTest.xml"))
                .content()
                .contains("errors=\"0\"", "failures=\"0\"", "skipped=\"0\"", "tests=\"1\"");
    }

    @Test
    void theInstallerLetsItInOnceItIsSigned() throws Exception {
        Path keys = Files.createDirectories(folder.resolve("network-keys"));
        sign("keys", folder.resolve("me").toString());
        Files.copy(folder.resolve("me.pub"), keys.resolve("me.pub"), StandardCopyOption.REPLACE_EXISTING);
        Path bundle = Files.copy(project.resolve("target/plugin-mastodon-0.1.0.jar"), folder.resolve("mastodon.jar"));
        sign("sign", folder.resolve("me.key").toString(), bundle.toString());
        Candidate candidate = new Admission(new TrustedKeys(keys))
                .examine(folder.resolve("mastodon.kar"), folder.resolve("copy.jar"), offered(), false);
        assertThat(candidate.network().value()).isEqualTo("mastodon");
        assertThat(candidate.signedBy()).isEqualTo("me");
        assertThat(candidate.warnings()).isEmpty();
    }

    private static void sign(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(SigningMain.run(arguments, out, out, Clock.systemUTC()))
                .as(said.toString(StandardCharsets.UTF_8))
                .isZero();
    }

    /** The packages of model and SPI, as this build's own bundles export them. */
    private static Map<String, Version> offered() throws IOException {
        Map<String, Version> packages = new HashMap<>();
        for (String module : List.of("model", "spi")) {
            try (JarFile bundle = new JarFile(published.onClassPath(module).toFile())) {
                Matcher exported = Pattern.compile("(org\\.parvis[\\w.]*);[^,]*?version=\"([\\d.]+)\"")
                        .matcher(bundle.getManifest().getMainAttributes().getValue("Export-Package"));
                while (exported.find()) {
                    packages.put(exported.group(1), new Version(exported.group(2)));
                }
            }
        }
        return packages;
    }
}
