package org.parvis.gateway.view;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.parvis.api.network.ReplacedLimit;

/** A limit of a network that something else than its plugin says; {@code dated} and {@code until} are those of a file. */
public record ReplacedLimitJson(
        String path,
        String value,
        String before,
        String source,
        @Nullable LocalDate dated,
        @Nullable LocalDate until,
        String signedBy,
        boolean stale) {
    public static ReplacedLimitJson of(ReplacedLimit limit) {
        return new ReplacedLimitJson(
                limit.path(),
                limit.value(),
                limit.before(),
                limit.source().name(),
                limit.dated(),
                limit.until(),
                limit.signedBy(),
                limit.stale());
    }
}
