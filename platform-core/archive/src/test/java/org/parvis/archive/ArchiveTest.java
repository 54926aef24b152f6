package org.parvis.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.Account;
import org.parvis.api.archive.ArchiveService.BadLine;
import org.parvis.api.archive.ArchiveService.ImportReport;
import org.parvis.api.archive.ArchiveService.Target;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Role;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;

class ArchiveTest {
    private final FakePlatform platform = new FakePlatform();
    private final Account nord = platform.link("9000000001", "NordBank");

    private ImportReport take(String... lines) throws IOException {
        return take(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private ImportReport take(byte[] archive) throws IOException {
        return platform.archive.importArchive(platform.caller, new ByteArrayInputStream(archive), Target.any());
    }

    private static String organization(String id, String handle) {
        return "{\"type\":\"Organization\",\"id\":\"urn:parvis:twitter:user:" + id + "\",\"preferredUsername\":\""
                + handle + "\",\"network\":\"twitter\"}";
    }

    private static String note(String id, String author, String second, String more) {
        return "{\"type\":\"Note\",\"id\":\"urn:parvis:twitter:item:" + id
                + "\",\"attributedTo\":\"urn:parvis:twitter:user:" + author + "\",\"published\":\"2026-03-01T10:00:"
                + second + "Z\",\"content\":\"text " + id + "\"" + more + "}";
    }

    private static String answering(String id) {
        return ",\"inReplyTo\":\"urn:parvis:twitter:item:" + id + "\"";
    }

    private static String naming(String user) {
        return ",\"tag\":[{\"type\":\"Mention\",\"href\":\"urn:parvis:twitter:user:" + user + "\",\"name\":\"@x\"}]";
    }

    @Test
    void contentGoesToTheAccountThatWroteItIsNamedByItOrAnsweredIt() throws IOException {
        ImportReport report = take(
                note("5", "9000000001", "50", answering("4")),
                note("4", "77", "40", ""),
                note("3", "77", "30", answering("1")),
                note("2", "77", "20", naming("9000000001")),
                note("1", "9000000001", "10", ""),
                note("6", "78", "11", answering("3")),
                organization("9000000001", "NordBank"),
                "{\"type\":\"Person\",\"id\":\"urn:parvis:twitter:user:77\",\"preferredUsername\":\"mara\",\"name\":\"Mara\"}");
        FakePlatform.Book book = platform.book(nord);
        assertThat(book.posts).containsOnlyKeys("1");
        assertThat(book.own).containsOnlyKeys("5");
        assertThat(book.delivered).containsOnlyKeys("2", "3");
        assertThat(book.context).containsOnlyKeys("4");
        assertThat(book.received()).containsOnlyKeys("2", "3", "4");
        assertThat(book.delivered.get("2").kind()).isEqualTo(ItemKind.MENTION);
        assertThat(book.delivered.get("3").kind()).isEqualTo(ItemKind.COMMENT);
        assertThat(book.delivered.get("3").author().handle()).isEqualTo("mara");
        assertThat(book.delivered.get("3").conversation()).isEqualTo(new RemoteId("1"));
        assertThat(report.lines()).isEqualTo(8);
        assertThat(report.added()).isEqualTo(5);
        assertThat(report.unrelated()).as("an answer to a stranger").isEqualTo(1);
        assertThat(report.missing()).isEmpty();
        assertThat(platform.audited).containsExactly("archive.import 8");
    }

    @Test
    void whatWasTakenBackIsNotBroughtInAndGoneWhereItIsKnown() throws IOException {
        Account sud = platform.link("9000000002", "SudBank");
        ImportReport report = take(
                "{\"type\":\"Tombstone\",\"id\":\"urn:parvis:twitter:item:2\",\"deleted\":\"2026-03-01T10:01:00Z\"}",
                note("1", "77", "10", naming("9000000001")),
                note("2", "77", "20", naming("9000000001")),
                "{\"type\":\"Tombstone\",\"id\":\"urn:parvis:twitter:item:9\"}",
                "{\"type\":\"Tombstone\",\"id\":\"urn:parvis:facebook:item:9\"}",
                "{\"type\":\"Tombstone\"}");
        assertThat(platform.book(nord).delivered).containsOnlyKeys("1");
        assertThat(platform.book(nord).removed).containsExactly("2", "9");
        assertThat(platform.book(sud).removed).as("it may be there").containsExactly("2", "9");
        assertThat(report.unrelated()).as("no account of that network").isEqualTo(1);
        assertThat(report.badLines()).extracting(BadLine::number).containsExactly(6L);
    }

    @Test
    void directMessagesComeToWhomTheyAreSentInOneConversation() throws IOException {
        String to = ",\"kind\":\"direct-message\",\"to\":";
        take(
                note("1", "77", "10", to + "\"urn:parvis:twitter:user:9000000001\""),
                note("2", "9000000001", "20", to + "[{\"type\":\"Person\",\"id\":\"urn:parvis:twitter:user:77\"}]"),
                note("3", "78", "30", to + "\"urn:parvis:twitter:user:9000000001\""));
        FakePlatform.Book book = platform.book(nord);
        assertThat(book.delivered).containsOnlyKeys("1", "3");
        assertThat(book.own).containsOnlyKeys("2");
        assertThat(book.delivered.get("1").kind()).isEqualTo(ItemKind.DIRECT_MESSAGE);
        assertThat(book.delivered.get("1").conversation()).isEqualTo(new RemoteId("77-9000000001"));
        assertThat(book.own.get("2").conversation()).isEqualTo(new RemoteId("77-9000000001"));
        assertThat(book.delivered.get("3").conversation()).isEqualTo(new RemoteId("78-9000000001"));
    }

    @Test
    void accountsAreFoundByHandleWhereTheIdIsAnotherAndNeverInAnotherNetwork() throws IOException {
        ImportReport report = take(
                organization("123", "nordbank"),
                "{\"type\":\"Organization\",\"id\":\"urn:parvis:facebook:user:9000000001\",\"preferredUsername\":\"NordBank\"}",
                organization("55", "Unlinked"),
                note("1", "123", "10", ""),
                "{\"type\":\"Note\",\"id\":\"urn:parvis:facebook:item:2\",\"attributedTo\":\"urn:parvis:facebook:user:9000000001\","
                        + "\"published\":\"2026-03-01T10:00:00Z\",\"content\":\"elsewhere\"}",
                note("3", "77", "30", ",\"tag\":{\"type\":\"Mention\",\"name\":\"@NORDBANK\"}"));
        assertThat(platform.book(nord).posts).containsOnlyKeys("1");
        assertThat(platform.book(nord).delivered).containsOnlyKeys("3");
        assertThat(report.missing()).containsExactly("NordBank", "Unlinked");
    }

    @Test
    void wrongLinesAreReportedByNumberAndTheRestIsImported() throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        archive.write("\uFEFF".getBytes(StandardCharsets.UTF_8));
        line(archive, note("1", "9000000001", "10", ""));
        line(archive, "");
        line(archive, "this is no JSON");
        line(archive, "[1,2]");
        line(archive, "{\"type\":\"Like\",\"id\":\"urn:x:1\"}");
        line(archive, note("2", "77", "99", naming("9000000001")));
        line(archive, note("3", "77", "20", ",\"content\":\"twice\""));
        archive.write(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}', '\n'});
        archive.write(new byte[] {'{', 0, '}', '\n'});
        line(archive, note("4", "77", "20", ",\"x\":\"" + "y".repeat(10 << 20) + "\""));
        line(archive, "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");
        line(archive, note("5", "77", "20", "").replace("text 5", "z".repeat(200_001)));
        line(archive, note("", "77", "20", ""));
        line(archive, note("6", "77", "20", ",\"kind\":\"poke\""));
        line(archive, note("7", "77", "20", naming("9000000001")) + " {}");
        archive.write(note("8", "77", "20", naming("9000000001")).getBytes(StandardCharsets.UTF_8));

        ImportReport report = take(archive.toByteArray());
        assertThat(report.badLines())
                .extracting(BadLine::number)
                .containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L);
        assertThat(report.rejected()).isEqualTo(13);
        Map<Long, String> reasons = new java.util.HashMap<>();
        report.badLines().forEach(bad -> reasons.put(bad.number(), bad.reason()));
        assertThat(reasons.get(5L)).contains("Like");
        assertThat(reasons.get(6L)).contains("RFC 3339");
        assertThat(reasons.get(8L)).contains("UTF-8");
        assertThat(reasons.get(9L)).contains("NUL");
        assertThat(reasons.get(10L)).contains("1048576");
        assertThat(reasons.get(12L)).contains("200001");
        assertThat(platform.book(nord).posts).containsOnlyKeys("1");
        assertThat(platform.book(nord).delivered).containsOnlyKeys("8");
        assertThat(report.lines()).isEqualTo(15);
    }

    private static void line(ByteArrayOutputStream archive, String text) throws IOException {
        archive.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void gzippedArchiveAndRepeatedImportChangeNothing() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((note("1", "9000000001", "10", "") + "\r\n" + note("2", "7", "20", answering("1")))
                    .getBytes(StandardCharsets.UTF_8));
        }
        assertThat(take(packed.toByteArray()).added()).isEqualTo(2);
        assertThat(take(packed.toByteArray()).added()).isZero();
        assertThat(take(new byte[0]).lines()).isZero();
    }

    @Test
    void threadOfAnyDepthAndInACircleHasOneConversation() throws IOException {
        StringBuilder archive = new StringBuilder();
        int depth = 20_000;
        for (int i = depth; i > 0; i--) {
            archive.append(note(
                            Integer.toString(i), "77", "20", naming("9000000001") + answering(Integer.toString(i - 1))))
                    .append('\n');
        }
        archive.append(note("a", "77", "20", naming("9000000001") + answering("b")))
                .append('\n');
        archive.append(note("b", "77", "20", naming("9000000001") + answering("a")))
                .append('\n');
        take(archive.toString());
        assertThat(platform.book(nord).delivered.values())
                .filteredOn(item -> item.id().value().length() < 6
                        && Character.isDigit(item.id().value().charAt(0)))
                .hasSize(depth)
                .extracting(InboxItem::conversation)
                .containsOnly(new RemoteId("0"));
        assertThat(platform.book(nord).delivered.get("a").conversation())
                .isEqualTo(platform.book(nord).delivered.get("b").conversation());
    }

    @Test
    void unknownMembersComeBackWithTheExport() throws IOException {
        take(
                organization("9000000001", "NordBank"),
                note("1", "77", "10", naming("9000000001") + ",\"formerId\":\"42\",\"sentiment\":{\"value\":-1}"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        platform.archive.exportArchive(platform.caller, List.of(nord.id()), out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"formerId\":\"42\"")
                .contains("\"sentiment\":{\"value\":-1}");
    }

    @Test
    void whoMayNotImportIsRefused() {
        Caller viewer = new Caller(
                new WorkspaceId(UUID.randomUUID()), null, "viewer", Role.EDITOR, Map.of(), null, "192.0.2.1");
        ProblemException refused = catchThrowableOfType(
                ProblemException.class,
                () -> platform.archive.importArchive(viewer, new ByteArrayInputStream(new byte[0]), Target.any()));
        assertThat(refused.problem()).isEqualTo(Problem.FORBIDDEN);
    }
}
