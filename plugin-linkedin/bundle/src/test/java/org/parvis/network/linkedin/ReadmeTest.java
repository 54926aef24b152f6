package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/** What the compatibility kit cannot know of the README and the descriptor: what stands in the code. */
class ReadmeTest {
    private final NetworkDescriptor descriptor = FakeCall.read();

    @Test
    void scopesAreNamedForEverythingThatIsOffered() {
        assertThat(descriptor.oauth().scopes().keySet()).isEqualTo(descriptor.capabilities());
    }

    @Test
    void whatAMemberLacksHasItsReasonInBothLanguages() {
        descriptor.accountKinds().forEach(kind -> {
            assertThat(kind.names()).as(kind.id()).containsOnlyKeys("en", "fr");
            assertThat(offeredBy(descriptor)).containsAll(kind.lacks());
            kind.unavailable().values().forEach(reasons -> assertThat(reasons).containsOnlyKeys("en", "fr"));
        });
        assertThat(descriptor.accountKinds()).extracting(kind -> kind.id()).containsExactly("organization", "member");
    }

    private static Set<Capability> offeredBy(NetworkDescriptor descriptor) {
        return descriptor.capabilities();
    }

    /** Data of others may be kept as long as LinkedIn's terms say and no longer. */
    @Test
    void dataAreKeptAsLongAsTheTermsAllow() {
        assertThat(descriptor.retention().itemText()).isEqualTo(Duration.ofHours(48));
        assertThat(descriptor.retention().author()).isEqualTo(Duration.ofHours(24));
        assertThat(descriptor.retention().metrics()).isEqualTo(Duration.ofDays(365));
    }

    @Test
    void everyOptionHasItsTitleInBothLanguagesAndIsKnownToTheCode() {
        JsonNode options = Json.parse(descriptor.optionsSchema()).orElseThrow().get("properties");
        Set<String> names = new TreeSet<>();
        options.properties().forEach(option -> {
            names.add(option.getKey());
            assertThat(option.getValue().path("titles").path("fr").asText()).isNotBlank();
            assertThat(option.getValue().path("titles").path("en").asText())
                    .isEqualTo(option.getValue().path("title").asText());
        });
        assertThat(names).isEqualTo(new TreeSet<>(PostOptions.NAMES));
    }

    @Test
    void errorsAreTheCodes() throws IOException {
        StringBuilder table = new StringBuilder("| LinkedIn answers | On a read | On a change |\n|---|---|---|\n");
        LinkedinErrors.RULES.forEach(
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
