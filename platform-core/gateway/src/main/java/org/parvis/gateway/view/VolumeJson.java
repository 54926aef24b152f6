package org.parvis.gateway.view;

import java.time.Instant;
import org.parvis.api.analytics.Volume;

/** How much came and went in a step of time. */
public record VolumeJson(Instant from, long received, long own, long answered) {
    public static VolumeJson of(Volume volume) {
        return new VolumeJson(volume.from(), volume.received(), volume.own(), volume.answered());
    }
}
