package org.parvis.api.analytics;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;

/**
 * Which accounts, and items published when; null means any.
 *
 * @param accounts null for all the caller may read
 */
public record FigureQuery(
        @Nullable List<AccountId> accounts,
        @Nullable Instant from,
        @Nullable Instant until) {
    public static FigureQuery all() {
        return new FigureQuery(null, null, null);
    }
}
