package org.parvis.analytics;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A received item, as far as figures go. */
record Fact(
        UUID account,
        UUID item,
        String author,
        Instant publishedAt,
        @Nullable Instant answeredAt) {}
