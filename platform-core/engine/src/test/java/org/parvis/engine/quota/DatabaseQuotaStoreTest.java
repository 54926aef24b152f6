package org.parvis.engine.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;
import org.parvis.store.TestDatabase;

class DatabaseQuotaStoreTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    @Test
    void keepsTheLastRecordOfEachBudgetUntilItsWindowEnds() {
        QuotaStore store = new DatabaseQuotaStore(DATABASE.database());
        BucketKey posts = new BucketKey(new NetworkId("birdsong"), "posts", QuotaRule.Scope.USER, "jo");
        BucketKey day = new BucketKey(new NetworkId("birdsong"), "day", QuotaRule.Scope.APP, "");
        BucketRecord rolling =
                new BucketRecord(day, 3, NOW, NOW.plusSeconds(60), 50L, new long[] {1, 2, 0}, new long[] {3});

        store.save(List.of(new BucketRecord(posts, 1, NOW, NOW.plusSeconds(900), null, new long[0], new long[0])));
        store.save(List.of(
                new BucketRecord(posts, 2, NOW, NOW.plusSeconds(900), null, new long[0], new long[0]), rolling));

        assertThat(store.load(NOW)).hasSize(2).anySatisfy(found -> {
            assertThat(found.key()).isEqualTo(day);
            assertThat(found.observedLimit()).isEqualTo(50L);
            assertThat(found.steps()).containsExactly(1, 2, 0);
            assertThat(found.purposes()).containsExactly(3);
            assertThat(found.ends()).isEqualTo(NOW.plusSeconds(60));
        });
        assertThat(store.load(NOW.plusSeconds(61))).singleElement().satisfies(found -> {
            assertThat(found.key()).isEqualTo(posts);
            assertThat(found.used()).isEqualTo(2);
            assertThat(found.observedLimit()).isNull();
        });
    }

    @Test
    void keepsWhatOperatorsSetUntilTheyTakeItBack() {
        QuotaStore store = new DatabaseQuotaStore(DATABASE.database());
        LimitRecord.Key posts = new LimitRecord.Key(new NetworkId("birdsong"), "posts", QuotaRule.Scope.USER);
        store.setLimit(new LimitRecord(posts, null, 30, "kim", NOW));
        store.setLimit(new LimitRecord(posts, 20L, null, "jo", NOW.plusSeconds(1)));

        assertThat(store.limits()).containsExactly(new LimitRecord(posts, 20L, null, "jo", NOW.plusSeconds(1)));
        store.clearLimit(posts);
        assertThat(store.limits()).isEmpty();
    }
}
