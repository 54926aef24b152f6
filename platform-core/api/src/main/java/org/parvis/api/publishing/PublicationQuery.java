package org.parvis.api.publishing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;

/** Which publications, by time (due or published), newest first; null means any. */
public record PublicationQuery(
        @Nullable BrandId brand,
        @Nullable AccountId account,
        @Nullable PublicationState state,
        @Nullable Origin origin,
        @Nullable Instant from,
        @Nullable Instant until,
        PageRequest page) {
    public static PublicationQuery all(PageRequest page) {
        return new PublicationQuery(null, null, null, null, null, null, page);
    }
}
