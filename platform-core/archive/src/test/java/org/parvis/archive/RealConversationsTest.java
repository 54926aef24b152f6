package org.parvis.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.account.Account;
import org.parvis.api.archive.ArchiveService.ImportReport;
import org.parvis.api.archive.ArchiveService.Target;

/** The figures of 65 brands' real conversations, as others worked them out, after import and after export and import again. */
class RealConversationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void importedFiguresAreTheKnownOnesAndSurviveAnExport() throws Exception {
        Path shared = Path.of(System.getProperty("parvis.shared", "shared"));
        assumeTrue(
                Files.exists(shared.resolve("data/twcs/twcs.csv.gz")),
                "the real conversations are not there: " + shared);
        Path archive = convert(shared);
        JsonNode truth = JSON.readTree(
                        shared.resolve("data/twcs/account_ground_truth.json").toFile())
                .path("accounts");

        FakePlatform first = platform(archive);
        try (InputStream input = Files.newInputStream(archive)) {
            ImportReport report = first.archive.importArchive(first.caller, input, Target.any());
            assertThat(report.badLines()).isEmpty();
            assertThat(report.missing()).isEmpty();
        }
        assertThat(first.linked).hasSize(truth.size());
        assertThat(deviations(first, truth)).isEmpty();

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        first.archive.exportArchive(first.caller, null, exported);
        FakePlatform second = platform(archive);
        ImportReport report = second.archive.importArchive(
                second.caller, new ByteArrayInputStream(exported.toByteArray()), Target.any());
        assertThat(report.badLines()).isEmpty();
        assertThat(deviations(second, truth)).isEmpty();
    }

    private Path convert(Path shared) throws Exception {
        Path archive = folder.resolve("twcs.jsonl");
        Process python;
        try {
            python = new ProcessBuilder(
                            "python3",
                            shared.resolve("tools/twcs_to_as2.py").toString(),
                            shared.resolve("data/twcs/twcs.csv.gz").toString(),
                            archive.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("converter.txt").toFile())
                    .start();
        } catch (java.io.IOException missing) {
            assumeTrue(false, "there is no python3 to convert the real conversations with");
            throw missing;
        }
        assertThat(python.waitFor())
                .as(Files.readString(folder.resolve("converter.txt")))
                .isZero();
        return archive;
    }

    private static FakePlatform platform(Path archive) throws Exception {
        FakePlatform platform = new FakePlatform();
        for (String line : Files.readAllLines(archive)) {
            JsonNode object = JSON.readTree(line);
            if (object.path("type").asText().equals("Organization")) {
                platform.link(
                        Entry.remoteId(object.path("id").asText()),
                        object.path("preferredUsername").asText());
            }
        }
        return platform;
    }

    private static List<String> deviations(FakePlatform platform, JsonNode truth) {
        List<String> deviations = new ArrayList<>();
        for (Account account : platform.linked) {
            FakePlatform.Book book = platform.book(account);
            JsonNode expected = truth.path(account.handle());
            List<Double> responses = book.responses();
            compare(deviations, account, "own", expected, book.posts.size() + book.own.size());
            compare(deviations, account, "received", expected, book.received().size());
            compare(deviations, account, "answered", expected, responses.size());
            compare(
                    deviations,
                    account,
                    "within_1h",
                    expected,
                    responses.stream().filter(t -> t <= 3600).count());
            compare(
                    deviations,
                    account,
                    "within_24h",
                    expected,
                    responses.stream().filter(t -> t <= 86400).count());
        }
        return deviations;
    }

    private static void compare(
            List<String> deviations, Account account, String figure, JsonNode expected, long actual) {
        if (expected.path(figure).asLong(-1) != actual) {
            deviations.add(account.handle() + " " + figure + ": " + actual + " instead of " + expected.path(figure));
        }
    }
}
