package org.parvis.spi;

import java.time.Instant;
import org.parvis.model.QuotaRule;

/**
 * What an answer said of a budget. An immutable value.
 *
 * @param bucket as in the descriptor
 * @param scope as in the descriptor
 * @param limit units per window, not negative
 * @param remaining units that are left, not negative
 * @param resetsAt when the window is new, by the network's clock
 */
public record QuotaObservation(String bucket, QuotaRule.Scope scope, long limit, long remaining, Instant resetsAt) {}
