package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.parvis.model.Capability;
import org.parvis.model.NetworkDescriptor;
import org.parvis.toolkit.json.Json;

/** What the descriptor declares is what the code knows, beyond what the kit can see. */
class DeclarationsTest {
    private final NetworkDescriptor descriptor = FakeCall.read();

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
    void everyCapabilityHasItsScopes() {
        assertThat(descriptor.oauth().scopes().keySet()).isEqualTo(descriptor.capabilities());
    }
}
