package org.parvis.network.youtube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.toolkit.http.Statuses;

/** What the compatibility kit cannot know of the README and the descriptor: what stands in the code. */
class ReadmeTest {
    private final NetworkDescriptor descriptor = FakeCall.read();

    @Test
    void scopesAreNamedForEverythingThatIsOffered() {
        assertThat(descriptor.oauth().scopes().keySet()).isEqualTo(descriptor.capabilities());
    }

    @Test
    void errorsAreTheCodes() throws IOException {
        StringBuilder table = new StringBuilder("| YouTube answers | On a read | On a change |\n|---|---|---|\n");
        YoutubeErrors.RULES.forEach(
                rule -> table.append("| " + rule.signal() + " | " + rule.kind() + " | " + rule.kind() + " |\n"));
        for (int status : new int[] {400, 401, 402, 403, 404, 408, 410, 413, 422, 429, 500}) {
            ErrorKind read = Statuses.kind(status, false);
            ErrorKind change = Statuses.kind(status, true);
            table.append("| otherwise " + (status == 500 ? "5xx" : status) + " | " + read + " | " + change + " |\n");
        }
        table.append("| any other 4xx | " + Statuses.kind(418, false) + " | " + Statuses.kind(418, true) + " |\n");
        table.append("| any 3xx | " + Statuses.kind(302, false) + " | " + Statuses.kind(302, true) + " |");
        contains("Error mapping", table.toString());
    }

    private static void contains(String section, String expected) throws IOException {
        String readme = readme();
        int begin = readme.indexOf("## " + section + "\n");
        int end = readme.indexOf("\n## ", begin + 1);
        assertThat(begin).as("section %s", section).isNotNegative();
        assertThat(readme.substring(begin, end < 0 ? readme.length() : end)).contains(expected);
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
