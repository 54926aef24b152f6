package org.parvis.engine.quota;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The product's budgets for tests, without a database. */
public final class TestQuotas {
    private TestQuotas() {}

    public static Quotas inMemory(Clock clock) {
        return new CountingQuotas(
                new QuotaStore() {
                    @Override
                    public List<BucketRecord> load(Instant now) {
                        return List.of();
                    }

                    @Override
                    public void save(Collection<BucketRecord> records) {}

                    @Override
                    public List<LimitRecord> limits() {
                        return List.of();
                    }

                    @Override
                    public void setLimit(LimitRecord limit) {}

                    @Override
                    public void clearLimit(LimitRecord.Key rule) {}
                },
                clock,
                hint -> {});
    }

    /** What is left of the first bucket of this name. */
    public static long remaining(Quotas quotas, String bucket) {
        return ((CountingQuotas) quotas)
                .quotas().stream()
                        .filter(state -> state.bucket().equals(bucket))
                        .findFirst()
                        .orElseThrow()
                        .remaining();
    }
}
