package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives in and out of the running platform: wrong lines harm nothing else, and an export brings its figures along. */
class ArchiveIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path EDGES = Path.of("src/test/archives/edges.jsonl").toAbsolutePath();
    private static final String ONE = "urn:parvis:twitter:user:9000000201";

    @TempDir
    Path folder;

    @Test
    void anArchiveGoesInWithoutItsWrongLinesAndOutToAnotherPlatform() throws IOException, InterruptedException {
        Path export = folder.resolve("export.jsonl.gz");
        JsonNode figures;
        try (Demo demo = Demo.start(EDGES, "--no-limits")) {
            demo.client("social:inbox-sync --wait --timeout PT3M");
            JsonNode before = figures(demo).path("EdgeOne");
            Path archive = Files.write(folder.resolve("import.jsonl"), archive());

            JsonNode report = demo.clientJson("social:archive-import --json " + archive);
            assertThat(numbers(report)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(report.path("lines").asInt()).isEqualTo(17);
            assertThat(report.path("added").asInt()).isEqualTo(5);
            assertThat(report.path("rejected").asInt()).isEqualTo(8);
            assertThat(report.path("unrelated").asInt()).isEqualTo(1);
            assertThat(report.path("missing").isEmpty()).isTrue();
            JsonNode after = figures(demo).path("EdgeOne");
            assertThat(difference(before, after, "received")).isEqualTo(2);
            assertThat(difference(before, after, "answered")).isEqualTo(2);
            assertThat(difference(before, after, "own")).isEqualTo(3);

            JsonNode again = demo.clientJson("social:archive-import --json " + archive);
            assertThat(again.path("added").asInt()).isZero();
            assertThat(figures(demo).path("EdgeOne")).isEqualTo(after);

            demo.client("social:archive-export " + export);
            figures = figures(demo);
            assertThat(demo.complaints()).isEmpty();
        }
        Map<String, JsonNode> lines = read(export);
        assertThat(lines.get("5000000000000000001").path("formerId").asText()).isEqualTo("42");
        assertThat(lines.get("5000000000000000001").path("content").asText()).isEqualTo("a \uFFFD b \uFFFD c");
        assertThat(lines).doesNotContainKey("5000000000000000004");

        try (Demo other = Demo.start(onlyOrganisations(), "--no-limits")) {
            other.client("social:inbox-sync --wait --timeout PT3M");
            assertThat(figures(other).path("EdgeOne").path("received").asInt()).isZero();
            JsonNode report = other.clientJson("social:archive-import --json " + export);
            assertThat(report.path("rejected").asInt()).isZero();
            assertThat(report.path("unrelated").asInt()).isZero();
            assertThat(figures(other)).isEqualTo(figures);
            assertThat(other.complaints()).isEmpty();
        }
    }

    /** Five right messages, of which one is taken back, between all kinds of wrong lines. */
    private static byte[] archive() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        String person = "urn:parvis:twitter:user:4711";
        line(
                archive,
                "{\"type\":\"Person\",\"id\":\"" + person + "\",\"preferredUsername\":\"imma\",\"name\":\"Imma\"}");
        line(archive, "this is no JSON");
        line(archive, "[]");
        line(archive, "{\"type\":\"Like\",\"id\":\"urn:x:1\"}");
        line(archive, note(3, person, "yesterday", mention()));
        archive.write(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}', '\n'});
        archive.write(new byte[] {'{', 0, '}', '\n'});
        line(archive, note(3, person, "2026-05-01T10:00:00Z", ",\"x\":\"" + "y".repeat(10 << 20) + "\""));
        line(archive, note(3, person, "2026-05-01T10:00:00Z", ",\"kind\":\"poke\""));
        line(
                archive,
                note(1, person, "2026-05-01T10:00:00Z", mention() + ",\"formerId\":\"42\"")
                        .replace("text 1", "a \\u0000 b \\ud800 c"));
        line(archive, note(2, ONE, "2026-05-01T10:10:00Z", ",\"inReplyTo\":\"urn:parvis:twitter:item:" + id(1) + "\""));
        line(archive, note(4, person, "2026-05-01T11:00:00Z", mention()));
        line(archive, "{\"type\":\"Tombstone\",\"id\":\"urn:parvis:twitter:item:" + id(4) + "\"}");
        line(archive, note(5, person, "2026-05-01T12:00:00Z", direct(ONE)));
        line(archive, note(6, ONE, "2026-05-01T12:05:00Z", direct(person)));
        line(archive, note(7, person, "2026-05-01T13:00:00Z", ""));
        line(archive, note(8, ONE, "2026-05-01T14:00:00Z", ""));
        return archive.toByteArray();
    }

    private static void line(ByteArrayOutputStream archive, String line) throws IOException {
        archive.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String id(int number) {
        return Long.toString(5_000_000_000_000_000_000L + number);
    }

    private static String note(int number, String author, String published, String more) {
        return "{\"type\":\"Note\",\"id\":\"urn:parvis:twitter:item:" + id(number) + "\",\"attributedTo\":\"" + author
                + "\",\"published\":\"" + published + "\",\"content\":\"text " + number + "\"" + more + "}";
    }

    private static String mention() {
        return ",\"tag\":[{\"type\":\"Mention\",\"name\":\"@EdgeOne\",\"href\":\"" + ONE + "\"}]";
    }

    private static String direct(String to) {
        return ",\"kind\":\"direct-message\",\"to\":\"" + to + "\"";
    }

    private Path onlyOrganisations() throws IOException {
        try (Stream<String> lines = Files.lines(EDGES)) {
            return Files.write(
                    folder.resolve("organisations.jsonl"),
                    lines.filter(line -> line.contains("\"Organization\"")).toList());
        }
    }

    private static Map<String, JsonNode> read(Path export) throws IOException, InterruptedException {
        Map<String, JsonNode> lines = new HashMap<>();
        for (String line :
                Demo.run(List.of("gzip", "-dc", export.toString())).lines().toList()) {
            JsonNode object = JSON.readTree(line);
            String uri = object.path("id").asText();
            lines.put(uri.substring(uri.lastIndexOf(':') + 1), object);
        }
        return lines;
    }

    private static List<Integer> numbers(JsonNode report) {
        return report.path("badLines").findValues("line").stream()
                .map(JsonNode::asInt)
                .toList();
    }

    private static JsonNode figures(Demo demo) throws IOException, InterruptedException {
        return demo.clientJson("social:response-times --json").path("accounts");
    }

    private static int difference(JsonNode before, JsonNode after, String figure) {
        return after.path(figure).asInt() - before.path(figure).asInt();
    }
}
