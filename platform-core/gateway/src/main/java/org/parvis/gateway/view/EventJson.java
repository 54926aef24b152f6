package org.parvis.gateway.view;

import java.time.Instant;
import org.parvis.api.publishing.PublishingService;

/** One step of a publication's story. */
public record EventJson(Instant at, String what, String detail) {
    public static EventJson of(PublishingService.Event event) {
        return new EventJson(event.at(), event.what(), event.detail());
    }
}
