package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/faults.md} says what {@link NetworkFaultsIT} plays, and nothing else. */
class FaultsTableTest {
    private static final Path DOCUMENT = Path.of("../../docs/faults.md");

    @Test
    void theTableIsWhatIsPlayed() throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(table());
    }

    private static String table() {
        String head = "| Fault | What happens | Networks | What is promised | Test |\n|---|---|---|---|---|\n";
        return head
                + Arrays.stream(Trouble.values())
                        .sorted(Comparator.comparingInt(Trouble::fault))
                        .map(FaultsTableTest::line)
                        .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(Trouble trouble) {
        String what = trouble.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "| " + trouble.fault() + " | " + what + " | all five | " + trouble.promise()
                + " | `NetworkFaultsIT`: fault " + trouble.fault() + " on each |";
    }
}
