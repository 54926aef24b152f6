package org.parvis.network.instagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
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
