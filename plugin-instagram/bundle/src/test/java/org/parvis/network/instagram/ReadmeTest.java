package org.parvis.network.instagram;

import static org.assertj.core.api.Assertions.assertThat;

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
        Duration length = window.length();
        return window.kind() + " " + length;
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
        StringBuilder table = new StringBuilder("| Instagram answers | On a read | On a change |\n|---|---|---|\n");
        GraphErrors.RULES.forEach(
                rule -> table.append("| " + rule.signal() + " | " + rule.read() + " | " + rule.change() + " |\n"));
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
    void everyOperationHasABudgetAndEveryBudgetAnOperation() throws Exception {
        Set<String> operations = new TreeSet<>();
        for (var field : Operations.class.getDeclaredFields()) {
            operations.add((String) field.get(null));
        }
        Set<String> budgeted = new TreeSet<>();
        descriptor.quotas().forEach(quota -> budgeted.addAll(quota.costs().keySet()));
        assertThat(budgeted).isEqualTo(operations);
    }

    @Test
    void everyFigureThatIsReadIsDeclared() {
        Set<String> declared = new TreeSet<>();
        descriptor.metrics().forEach(metric -> declared.add(metric.id()));
        assertThat(declared).containsAll(GraphMetrics.OF_ACCOUNT.values()).containsAll(GraphMetrics.OF_FEED.values());
        assertThat(declared).containsAll(GraphMetrics.OF_REEL.values()).containsAll(GraphMetrics.OF_STORY.values());
        assertThat(declared).contains("followers", "reactions", "comments");
    }

    @Test
    void theBudgetsOfTheHeadersAreTheDescriptors() {
        assertThat(descriptor.quotas())
                .anyMatch(q -> q.bucket().equals(GraphQuotas.APP) && q.limit() == GraphQuotas.APP_LIMIT)
                .anyMatch(q -> q.bucket().equals(GraphQuotas.ACCOUNT) && q.limit() == GraphQuotas.ACCOUNT_LIMIT);
    }

    @Test
    void facetsAndCapabilitiesSayTheSame() {
        NetworkPlugin network = new InstagramNetwork();
        Set<Capability> offered = descriptor.capabilities();
        assertThat(Capability.closure(offered)).isEqualTo(offered);
        assertThat(network.publisher().isPresent()).isEqualTo(offered.contains(Capability.PUBLISH));
        assertThat(network.timelineSource().isPresent()).isEqualTo(offered.contains(Capability.TIMELINE));
        assertThat(network.inboxSource().isPresent()).isEqualTo(offered.contains(Capability.INBOX_COMMENTS));
        assertThat(network.responder().isPresent()).isEqualTo(offered.contains(Capability.REPLY_COMMENT));
        assertThat(network.analyticsSource().isPresent()).isEqualTo(offered.contains(Capability.ANALYTICS_ACCOUNT));
        assertThat(network.webhookReceiver().isPresent()).isEqualTo(offered.contains(Capability.WEBHOOKS));
        assertThat(network.webhookSubscriber().isPresent()).isEqualTo(offered.contains(Capability.WEBHOOKS));
        assertThat(network.quotaReader()).isPresent();
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
