package org.parvis.engine.call;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.spi.IdempotencyKey;

/**
 * How often something may be looked at so that the budgets last until they are whole again. Learns what a round of each job
 * costs from the rounds before, and shares what is left for polling among all jobs: those that want little get it, the others
 * the same each. Thread-safe; does not block.
 */
@ProviderType
public interface PollingPace {
    /**
     * A round of a recurring job has ended.
     *
     * @param job what its calls were made with
     * @param wanted the pause it would make if there were no budgets
     * @param latest the longest pause it may make, whatever the budgets say
     * @return at least {@code wanted}, at most {@code latest}
     */
    Duration pause(IdempotencyKey job, Duration wanted, Duration latest);
}
