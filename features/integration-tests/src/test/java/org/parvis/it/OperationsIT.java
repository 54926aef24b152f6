package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
