package org.parvis.publishing;

import java.time.Duration;

/** The configuration, read. */
record PublishingSettings(Duration lateness, Duration firstLook, Duration flight, int looks) {
    static PublishingSettings of(PublishingConfiguration configuration) {
        return new PublishingSettings(
                Duration.parse(configuration.lateness()),
                Duration.parse(configuration.first_look()),
                Duration.parse(configuration.flight()),
                configuration.looks());
    }
}
