package org.parvis.publishing;

import java.time.Duration;
import java.time.Instant;
import org.parvis.model.NetworkDescriptor;

/** The configuration, read. */
record PublishingSettings(Duration lateness, Duration firstLook, Duration flight, int looks) {
    private static final int MOST_DOUBLINGS = 10;

    static PublishingSettings of(PublishingConfiguration configuration) {
        return new PublishingSettings(
                Duration.parse(configuration.lateness()),
                Duration.parse(configuration.first_look()),
                Duration.parse(configuration.flight()),
                configuration.looks());
    }

    /** How long to wait after one more look that decided nothing: each time twice as long. */
    Duration pauseAfter(int looksBefore) {
        return firstLook.multipliedBy(1L << Math.min(looksBefore + 1, MOST_DOUBLINGS));
    }

    /** The last moment at which what left then may still become visible; absence proves something only after it. */
    Instant visibleUntil(Instant left, NetworkDescriptor network) {
        return left.plus(flight).plus(network.visibilityWindow());
    }
}
