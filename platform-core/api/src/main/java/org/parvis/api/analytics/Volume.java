package org.parvis.api.analytics;

import java.time.Instant;

/** How much came and went in an hour or a day that begins at {@code from}. */
public record Volume(Instant from, long received, long own, long answered) {}
