package org.parvis.engine.clock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The one clock of everything that people plan by. It is the system's, in UTC, unless the system property
 * {@value #PROPERTY} names a file; then it is the clock that file shares between platform and simulators, which can be set
 * and sped up. Leases never ask it: they live by the database's time. Thread-safe; does not block.
 */
@Component(service = Clock.class, property = "clock=business")
public final class BusinessClock extends Clock {
    static final String PROPERTY = "parvis.clock";

    private final Clock clock;

    @Activate
    public BusinessClock() throws IOException {
        this(System.getProperty(PROPERTY));
    }

    BusinessClock(@Nullable String file) throws IOException {
        clock = file == null || file.isBlank()
                ? Clock.systemUTC()
                : SharedClock.of(Path.of(file), ZoneOffset.UTC, System::currentTimeMillis);
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return clock.withZone(zone);
    }
}
