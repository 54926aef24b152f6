package org.parvis.network.instagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.parvis.model.NetworkDescriptor;

/** What the descriptor declares is what the code knows, beyond what the kit can see. */
class DeclarationsTest {
    private final NetworkDescriptor descriptor = FakeCall.read();

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
    void everyCapabilityHasItsScopes() {
        assertThat(descriptor.oauth().scopes().keySet()).isEqualTo(descriptor.capabilities());
    }
}
