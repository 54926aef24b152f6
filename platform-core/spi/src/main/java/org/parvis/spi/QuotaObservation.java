package org.parvis.spi;

import java.time.Instant;
import org.parvis.model.QuotaRule;

/**
 * What an answer said of a budget.
 *
 * @param bucket as in the descriptor
 */
public record QuotaObservation(String bucket, QuotaRule.Scope scope, long limit, long remaining, Instant resetsAt) {}
