package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.QuotaRule;
import org.parvis.spi.NetworkPlugin;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/** The README's tables are the descriptor's and the code's, so that neither can say what the other does not. */
class ReadmeTest {
    private final NetworkDescriptor descriptor = FakeCall.read();

    @Test
    void theSectionsStandInTheirFixedOrder() throws IOException {
        List<String> sections = readme().lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        assertThat(sections)
                .containsExactly(
                        "Capabilities",
                        "Limits",
                        "Quota and cost",
                        "Configuration",
                        "OAuth scopes by capability",
                        "Error mapping",
                        "Webhooks",
                        "Known gaps",
                        "Tried against");
    }

    @Test
    void capabilitiesAreTheDescriptors() throws IOException {
        String rows = Arrays.stream(Capability.values())
                .map(c -> "| " + c + " | " + (descriptor.offers(c) ? "yes" : "no") + " | "
                        + descriptor.unavailable().getOrDefault(c, Map.of()).getOrDefault("en", "") + " |")
                .collect(Collectors.joining("\n"));
        contains("Capabilities", "| Capability | Offered | Why not |\n|---|---|---|\n" + rows);
    }

    @Test
    void everyMissingCapabilityHasItsReasonInBothLanguages() {
        for (Capability capability : Capability.values()) {
            Map<String, String> reasons = descriptor.unavailable().getOrDefault(capability, Map.of());
            assertThat(reasons.keySet())
                    .as("%s", capability)
                    .isEqualTo(descriptor.offers(capability) ? Set.of() : Set.of("en", "fr"));
        }
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
    void limitsAreTheDescriptors() throws IOException {
        String rows = descriptor.formats().stream()
                .map(f -> "| " + f.id() + " | " + text(f.text()) + " | "
                        + f.media().maximum() + " |")
                .collect(Collectors.joining("\n"));
        contains("Limits", "| Format | Text | Files |\n|---|---|---|\n" + rows);
    }

    private static String text(ContentFormat.Text text) {
        return "up to " + text.maximum() + " (" + text.rule() + ")" + (text.required() ? ", required" : "");
    }

    @Test
    void budgetsAreTheDescriptors() throws IOException {
        String rows = descriptor.quotas().stream()
                .map(q -> "| " + q.bucket() + " | " + q.scope() + " | " + q.limit() + " | " + window(q.window()) + " | "
                        + costs(q) + " |")
                .collect(Collectors.joining("\n"));
        contains("Quota and cost", "| Bucket | Shared by | Calls | Window | Costs |\n|---|---|---|---|---|\n" + rows);
    }

    private static String window(QuotaRule.Window window) {
        return window.kind() + " " + (window.zone() == null ? window.length() : window.zone());
    }

    private static String costs(QuotaRule rule) {
        return new TreeMap<>(rule.costs())
                .entrySet().stream()
                        .map(cost -> cost.getKey() + " " + cost.getValue())
                        .collect(Collectors.joining(", "));
    }

    @Test
    void scopesAreTheDescriptors() throws IOException {
        String rows = descriptor.oauth().scopes().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(e -> "| " + e.getKey() + " | `" + String.join(" ", new TreeSet<>(e.getValue())) + "` |")
                .collect(Collectors.joining("\n"));
        contains(
                "OAuth scopes by capability",
                "| Capability | Scopes |\n|---|---|\n| always | `"
                        + String.join(" ", new TreeSet<>(descriptor.oauth().baseScopes())) + "` |\n" + rows);
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

    @Test
    void facetsAndCapabilitiesSayTheSame() {
        NetworkPlugin network = new LinkedinNetwork();
        Set<Capability> offered = descriptor.capabilities();
        assertThat(Capability.closure(offered)).isEqualTo(offered);
        assertThat(network.publisher().isPresent()).isEqualTo(offered.contains(Capability.PUBLISH));
        assertThat(network.timelineSource().isPresent()).isEqualTo(offered.contains(Capability.TIMELINE));
        assertThat(network.inboxSource().isPresent()).isEqualTo(offered.contains(Capability.INBOX_COMMENTS));
        assertThat(network.responder().isPresent()).isEqualTo(offered.contains(Capability.REPLY_COMMENT));
        assertThat(network.analyticsSource().isPresent()).isEqualTo(offered.contains(Capability.ANALYTICS_ACCOUNT));
        assertThat(network.webhookReceiver().isPresent()).isEqualTo(offered.contains(Capability.WEBHOOKS));
        assertThat(network.webhookSubscriber().isPresent()).isEqualTo(offered.contains(Capability.WEBHOOKS));
        assertThat(network.quotaReader()).isEmpty();
        assertThat(descriptor.oauth().scopes().keySet()).isEqualTo(offered);
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
