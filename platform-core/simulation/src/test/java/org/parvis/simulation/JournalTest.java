package org.parvis.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path folder;

    private static void write(Journal journal, String text) {
        new NetworkJournal(journal, "echo", Clock.systemUTC())
                .accepted(new NetworkJournal.Write("me", "write", "7", text, null), "r1");
    }

    @Test
    void whatWasAcceptedIsThereAfterReopening() throws Exception {
        Path file = folder.resolve("journal.jsonl");
        try (Journal journal = Journal.open(file)) {
            write(journal, "first marker-abc_1 words");
            write(journal, "second\nline");
        }
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.since(0))
                    .extracting(JournalEntry::text)
                    .containsExactly("first marker-abc_1 words", "second\nline");
            assertThat(journal.since(0).get(0).marker()).isEqualTo("abc_1");
            write(journal, "third");
            assertThat(journal.since(2))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.sequence()).isEqualTo(3));
        }
    }

    @Test
    void aTornLastLineIsCutOff() throws Exception {
        Path file = folder.resolve("journal.jsonl");
        try (Journal journal = Journal.open(file)) {
            write(journal, "whole");
        }
        Files.writeString(file, "{\"sequence\":2,\"inst", StandardOpenOption.APPEND);
        try (Journal journal = Journal.open(file)) {
            write(journal, "next");
        }
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.since(0)).extracting(JournalEntry::text).containsExactly("whole", "next");
        }
    }
}
