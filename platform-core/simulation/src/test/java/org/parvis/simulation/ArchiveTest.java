package org.parvis.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

    private static final String ACTOR = "{\"type\":\"Organization\",\"id\":\"urn:parvis:x:user:9\","
            + "\"preferredUsername\":\"Acme\",\"followers\":{\"totalItems\":12}}";

    @TempDir
    Path folder;

    private static String note(String id, String time, String more) {
        return "{\"type\":\"Note\",\"id\":\"urn:parvis:x:item:" + id + "\",\"attributedTo\":\"urn:parvis:x:user:5\","
                + "\"published\":\"" + time + "\",\"content\":\"hi\"" + more + "}";
    }

    private Archive read(String... lines) throws Exception {
        Path file = Files.write(folder.resolve("archive.jsonl"), List.of(lines));
        ArchiveReader reader = reader("twitter");
        reader.read(file);
        return reader.archive("twitter");
    }

    private static ArchiveReader reader(String... networks) {
        return new ArchiveReader(List.of(networks), Set.of("twitter", "facebook", "youtube"));
    }

    private static long seconds(Archive archive, ArchiveShift.Mode mode, Instant now) {
        return ArchiveShift.seconds(List.of(archive), mode, now, Duration.ZERO);
    }

    @Test
    void badLinesAreReportedByNumberAndTheRestIsRead() throws Exception {
        Archive archive = read(
                ACTOR,
                "{oops",
                "[]",
                note("1", "yesterday", ""),
                "{\"type\":\"Sandwich\",\"id\":\"a:1\"}",
                "",
                note("2", "2017-10-31T23:16:48+01:00", ""));
        assertThat(archive.problems()).extracting(Archive.Problem::line).containsExactly(2L, 3L, 4L, 5L);
        assertThat(archive.actors()).hasSize(1);
        assertThat(archive.items())
                .singleElement()
                .satisfies(item -> assertThat(item.published()).isEqualTo("2017-10-31T22:16:48Z"));
    }

    @Test
    void mentionsParentsCountsAndRemovalsAreTaken() throws Exception {
        Archive archive = read(
                note(
                        "2",
                        "2020-01-01T00:00:00Z",
                        ",\"inReplyTo\":\"urn:parvis:x:item:1\",\"tag\":["
                                + "{\"type\":\"Mention\",\"href\":\"urn:parvis:x:user:9\",\"name\":\"@Acme\"},"
                                + "{\"type\":\"Mention\",\"name\":\"@nobody\"},{\"type\":\"Hashtag\",\"name\":\"#a\"}],"
                                + "\"likes\":{\"totalItems\":3},\"unknown\":{\"a\":[1]}"),
                "{\"type\":\"Tombstone\",\"id\":\"urn:parvis:x:item:2\",\"deleted\":\"2020-01-02T00:00:00Z\"}");
        Archive.Item item = archive.items().get(0);
        assertThat(item.inReplyTo()).isEqualTo("1");
        assertThat(item.mentions())
                .containsExactly(new Archive.Mention("9", "Acme"), new Archive.Mention(null, "nobody"));
        assertThat(item.counts().likes()).isEqualTo(3);
        assertThat(archive.removals()).containsExactly(new Archive.Removal("2", Instant.parse("2020-01-02T00:00:00Z")));
    }

    @Test
    void whatBelongsToAnotherNetworkIsLeftOut() throws Exception {
        assertThat(read(ACTOR.replace("}}", "},\"network\":\"facebook\"}")).actors())
                .isEmpty();
    }

    @Test
    void eachNetworkGetsItsOwnAndWhatNamesNoneIsForAll() throws Exception {
        String time = "2020-01-01T00:00:00Z";
        Path file = Files.write(
                folder.resolve("several.jsonl"),
                List.of(
                        note("1", time, "").replace("parvis:x", "parvis:twitter"),
                        note("2", time, "").replace("parvis:x", "parvis:facebook"),
                        note("3", time, "").replace("parvis:x", "parvis:youtube"),
                        note("4", time, ",\"network\":\"twitter\"").replace("parvis:x", "parvis:facebook"),
                        note("5", time, ""),
                        "{oops"));
        ArchiveReader reader = reader("twitter", "facebook");
        reader.read(file);
        assertThat(reader.archive("twitter").items())
                .extracting(Archive.Item::id)
                .containsExactly("1", "4", "5");
        assertThat(reader.archive("facebook").items())
                .extracting(Archive.Item::id)
                .containsExactly("2", "5");
        assertThat(reader.archive("facebook").problems()).hasSize(1);
    }

    @Test
    void archivesThatBelongTogetherMoveAlikeAndMayLeaveSomethingToCome() throws Exception {
        Archive early = read(note("1", "2020-01-01T00:00:00Z", ""));
        Archive late = read(note("2", "2020-01-01T02:00:00Z", ""));
        Instant now = Instant.parse("2020-01-01T03:00:00Z");
        assertThat(ArchiveShift.seconds(
                        List.of(early, late, Archive.empty()), ArchiveShift.Mode.END_NOW, now, Duration.ofMinutes(30)))
                .isEqualTo(Duration.ofMinutes(90).toSeconds());
        assertThat(ArchiveShift.seconds(List.of(early, late), ArchiveShift.Mode.BEGIN_NOW, now, Duration.ofMinutes(30)))
                .isEqualTo(Duration.ofHours(3).toSeconds());
        assertThat(ArchiveShift.seconds(
                        List.of(Archive.empty()), ArchiveShift.Mode.END_NOW, now, Duration.ofMinutes(30)))
                .isZero();
    }

    @Test
    void aDamagedGzipGivesWhatCameBefore() throws Exception {
        Path file = folder.resolve("archive.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 1; i < 20_000; i++) {
                out.write((note(Integer.toString(i), "2020-01-01T00:00:00Z", "") + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length * 3 / 4));
        ArchiveReader reader = reader("twitter");
        reader.read(file);
        assertThat(reader.archive("twitter").items()).hasSizeGreaterThan(1_000);
        assertThat(reader.archive("twitter").problems()).isNotEmpty();
    }

    @Test
    void anArchiveEndsNowOrBeginsNowAndKeepsItsDurations() throws Exception {
        Archive archive = read(note("2", "2020-01-01T00:10:00Z", ""), note("1", "2020-01-01T00:00:00Z", ""));
        Instant now = Instant.parse("2026-06-01T12:00:00.250Z");
        Archive ended = ArchiveShift.by(archive, seconds(archive, ArchiveShift.Mode.END_NOW, now));
        assertThat(ended.items().get(0).published()).isEqualTo("2026-06-01T12:00:00Z");
        assertThat(Duration.between(
                        ended.items().get(1).published(), ended.items().get(0).published()))
                .isEqualTo(Duration.ofMinutes(10));
        Archive begun = ArchiveShift.by(archive, seconds(archive, ArchiveShift.Mode.BEGIN_NOW, now));
        assertThat(begun.items().get(1).published()).isEqualTo("2026-06-01T12:00:00Z");
        assertThat(begun.items().get(1).id()).isEqualTo("1");
        assertThat(seconds(archive, ArchiveShift.Mode.NONE, now)).isZero();
    }

    @Test
    void idsThatTellTheTimeMoveWithIt() throws Exception {
        long first = (Instant.parse("2020-01-01T00:00:00Z").toEpochMilli() - 1_288_834_974_657L) << 22;
        Archive archive = read(
                note(Long.toString(first), "2020-01-01T00:00:00Z", ",\"inReplyTo\":\"urn:x:" + (first - 1) + "\""));
        Archive moved = ArchiveShift.by(archive, 3600);
        long distance = 3_600_000L << 22;
        assertThat(moved.shiftIds()).isTrue();
        assertThat(moved.items().get(0).id()).isEqualTo(Long.toString(first + distance));
        assertThat(moved.items().get(0).inReplyTo()).isEqualTo(Long.toString(first - 1 + distance));
    }
}
