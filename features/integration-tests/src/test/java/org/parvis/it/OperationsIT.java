package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does at the console. */
@SharedPlatform
class OperationsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(Platform platform, String command) throws Exception {
        // Options stand before arguments.
        Platform.CommandResult result = platform.client(command.replaceFirst("^\\S+", "$0 --json"));
        assertThat(result.exitCode()).as(command + ": " + result.output()).isZero();
        return JSON.readTree(result.output());
    }

    private static void refuses(Platform platform, String command, String sentence) throws Exception {
        Platform.CommandResult result = platform.client(command);
        assertThat(result.exitCode()).as(command).isEqualTo(1);
        assertThat(result.output()).contains(sentence).doesNotContain("\tat ");
    }

    @Test
    void aBackupIsWrittenWhileThePlatformRunsAndIsReadBack(Platform platform, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("all.backup");
        JsonNode written = json(platform, "social:backup " + file);
        assertThat(written.path("tables").size()).isGreaterThan(30);
        assertThat(written.path("keys").asBoolean()).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        Path damaged = Files.write(folder.resolve("damaged"), new byte[] {1, 2, 3});
        refuses(platform, "social:restore --dry-run " + damaged, "is no backup");
        refuses(platform, "social:backup " + folder.resolve("no/such/folder"), "The backup cannot be written");
    }

    @Test
    void anObligationIsShownAndMadeDue(Platform platform) throws Exception {
        JsonNode daily = null;
        for (JsonNode each : json(platform, "social:outbox-list")) {
            daily = each.path("kind").asText().equals("webhook.purge") ? each : daily;
        }
        assertThat(daily).as("the platform's own daily obligation").isNotNull();
        String id = daily.path("id").asText();
        assertThat(json(platform, "social:outbox-show " + id).path("lane").asText())
                .isNotEmpty();
        assertThat(json(platform, "social:outbox-retry --dry-run " + id)
                        .path("dryRun")
                        .asBoolean())
                .isTrue();
        assertThat(platform.client("social:outbox-retry " + id).output()).contains("is due at once");
        refuses(platform, "social:outbox-show nonsense", "'nonsense' is no id");
        refuses(platform, "social:outbox-retry " + UUID.randomUUID(), "There is no obligation");
        assertThat(json(platform, "social:outbox-purge --dry-run")
                        .path("purged")
                        .asInt())
                .isZero();
        refuses(platform, "social:outbox-purge --older-than soon", "is an ISO 8601 duration");
    }

    @Test
    void keysAreRotatedAndTheOldOnesStay(Platform platform) throws Exception {
        JsonNode before = json(platform, "social:credentials-rotate --dry-run").path("keys");
        JsonNode after = json(platform, "social:credentials-rotate").path("keys");
        assertThat(after.size()).isEqualTo(before.size() + 1);
        assertThat(after.get(after.size() - 1).path("present").asBoolean()).isTrue();
        assertThat(Files.readAllLines(platform.home().resolve("keys/credentials.keys")))
                .hasSize(after.size());
    }

    @Test
    void whatIsNotThereIsSaidInASentence(Platform platform) throws Exception {
        refuses(platform, "social:webhook-replay " + UUID.randomUUID(), "There is no webhook");
        refuses(platform, "social:user-password --dry-run nobody@example.org", "Nobody has the address");
        assertThat(json(platform, "social:webhook-list --state UNDERSTOOD").isArray())
                .isTrue();
        refuses(platform, "social:webhook-list --state LOST", "--state is one of");
    }

    @Test
    void aMisspeltFileOfTheConfigurationIsFound(Platform platform) throws Exception {
        assertThat(platform.client("social:config-check").output()).contains("Everything that is configured is read.");
        Path misspelt = Files.writeString(platform.home().resolve("etc/org.parvis.outbux.cfg"), "batch = 50\n");
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> refuses(
                            platform, "social:config-check", "etc/org.parvis.outbux.cfg: Nothing reads this file"));
        } finally {
            Files.delete(misspelt);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> platform.client("social:config-check").exitCode() == 0);
    }

    @Test
    void whatRunsDoesNotWriteToTheOperatorsFiles(Platform platform) throws Exception {
        Path shipped = platform.home().resolve("etc.shipped");
        try (Stream<Path> files = Files.walk(shipped).filter(Files::isRegularFile)) {
            assertThat(files.map(shipped::relativize)
                            .filter(file -> !file.endsWith("keys.properties"))
                            .filter(file -> differ(
                                    shipped.resolve(file),
                                    platform.home().resolve("etc").resolve(file))))
                    .isEmpty();
        }
    }

    @Test
    void figuresAreForWhoeverHasTheOperatorsToken(Platform platform) throws Exception {
        String token = UUID.randomUUID() + "-" + UUID.randomUUID();
        assertThat(figures(platform, token).statusCode())
                .as("unless they are offered")
                .isEqualTo(404);
        Path etc = platform.home().resolve("etc");
        Path secret = Files.writeString(etc.resolve("metrics.token"), token);
        Path file = Files.writeString(etc.resolve("org.parvis.metrics.cfg"), "token = $[secret:metrics.token]\n");
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> figures(platform, token).statusCode() == 200);
            assertThat(figures(platform, token).body())
                    .contains("parvis_store_up 1.0", "parvis_outbox_claiming 1.0", "jvm_threads ")
                    .contains("parvis_network_state{network=\"twitter\"")
                    .contains("parvis_store_connections_limit 12.0")
                    .doesNotContain(token);
            assertThat(figures(platform, token + "x").statusCode()).isEqualTo(401);
            assertThat(platform.get("/metrics").statusCode()).isEqualTo(401);
        } finally {
            Files.delete(file);
            Files.delete(secret);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> figures(platform, token).statusCode() == 404);
    }

    private static HttpResponse<String> figures(Platform platform, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(platform.httpAddress().resolve("/metrics"))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The lines of an obligation bear the id of its workspace, in a log that programs read. */
    @Test
    void theLogIsWrittenAsJsonWhereOneAsksForIt(Platform platform) throws Exception {
        Path file = platform.home().resolve("etc/org.ops4j.pax.logging.cfg");
        String shipped = Files.readString(file, StandardCharsets.ISO_8859_1);
        Path log = platform.home().resolve("log/karaf.json");
        Files.writeString(
                file,
                shipped + "\nlog4j2.rootLogger.appenderRef.json.ref = Json\n"
                        + "log4j2.logger.pool.name = org.parvis.engine.obligation.HandlerPool\n"
                        + "log4j2.logger.pool.level = DEBUG\n",
                StandardCharsets.ISO_8859_1);
        try {
            String id = json(platform, "social:outbox-list").path(0).path("id").asText();
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                // The file is made with its first line.
                platform.client("social:outbox-retry " + id);
                assertThat(log).exists();
                assertThat(Files.readAllLines(log)).anySatisfy(line -> {
                    JsonNode entry = JSON.readTree(line);
                    assertThat(entry.path("message").asText()).endsWith(" begins");
                    assertThat(entry.path("workspace").asText()).matches("[0-9a-f-]{36}");
                });
            });
            for (String line : Files.readAllLines(log)) {
                JsonNode entry = JSON.readTree(line);
                assertThat(entry.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
                assertThat(entry.path("level").asText()).isNotEmpty();
                assertThat(entry.path("logger").asText()).isNotEmpty();
            }
        } finally {
            Files.writeString(file, shipped, StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void whatChangesStandsInTheTrailAndNoSecretIsPrintedTwice(Platform platform) throws Exception {
        String name = "Operators " + UUID.randomUUID();
        String quoted = " --workspace '" + name + "' ";
        JsonNode made = json(platform, "social:workspace-create --name '" + name + "' --owner owner@operators.example");
        JsonNode person = json(platform, "social:user-create" + quoted + "--role EDITOR ed@operators.example");
        String token = json(platform, "social:token-create" + quoted + "--name report")
                .path("token")
                .asText();
        refuses(platform, "social:user-create" + quoted + "ed@operators.example", "belongs to this workspace already");
        String tokens = platform.client("social:token-list" + quoted).output();
        String id =
                json(platform, "social:token-list" + quoted).path(0).path("id").asText();
        assertThat(json(platform, "social:token-revoke --dry-run" + quoted + id)
                        .path("dryRun")
                        .asBoolean())
                .isTrue();
        json(platform, "social:token-revoke" + quoted + id);
        json(platform, "social:outbox-purge");
        String trail = platform.client("social:audit-list" + quoted).output();
        String own = platform.client("social:audit-list --platform").output();
        assertThat(trail).contains("token.create", "token.revoke", "member.add");
        assertThat(own).contains("outbox.purge");
        assertThat(platform.client("social:audit-list --check" + quoted).output())
                .contains("The trail is whole.");
        assertThat(made.path("password").asText()).hasSizeGreaterThan(20);
        for (String secret :
                List.of(made.path("password").asText(), person.path("password").asText(), token)) {
            assertThat(tokens + trail + own).isNotEmpty().doesNotContain(secret);
        }
    }

    @Test
    void theDoctorNamesEachTroubleWithTheNextAction(Platform platform) throws Exception {
        Path misspelt = Files.writeString(platform.home().resolve("etc/org.parvis.inbux.cfg"), "page.limit = 5\n");
        try {
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                Platform.CommandResult result = platform.client("social:doctor");
                assertThat(result.exitCode()).isEqualTo(1);
                assertThat(result.output())
                        .contains("etc/org.parvis.inbux.cfg", "next: mend etc/org.parvis.inbux.cfg")
                        .doesNotContain("\tat ");
            });
        } finally {
            Files.delete(misspelt);
        }
        assertThat(json(platform, "social:network-show twitter")
                        .path("capabilities")
                        .size())
                .isPositive();
        assertThat(platform.client("social:network-show --help").output())
                .contains("Example: social:network-show twitter");
        refuses(platform, "social:publication-explain " + UUID.randomUUID(), "There is no publication");
    }

    /** Karaf's own features and config commands add where a file lies; nothing else may change. */
    private static boolean differ(Path one, Path other) {
        try {
            return !settings(one).equals(settings(other));
        } catch (IOException missing) {
            return true;
        }
    }

    private static List<String> settings(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> !line.startsWith("felix.fileinstall.filename"))
                .toList();
    }
}
