package org.parvis.engine.quota;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Where budgets survive a restart. Blocks; thread-safe. */
interface QuotaStore {
    /** The budgets whose window has not ended at {@code now}. */
    List<BucketRecord> load(Instant now);

    /** Writes all in one transaction. */
    void save(Collection<BucketRecord> records);

    /** The limits that operators set. */
    List<LimitRecord> limits();

    /** Joins the open transaction. */
    void setLimit(LimitRecord limit);

    /** Joins the open transaction. */
    void clearLimit(LimitRecord.Key rule);
}
