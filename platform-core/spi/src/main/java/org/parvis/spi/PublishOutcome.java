package org.parvis.spi;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.RemoteId;
import org.parvis.model.Violation;

/** What became of a publication, as the network said. An immutable value. */
public sealed interface PublishOutcome {
    /**
     * It is out.
     *
     * @param id the post's, by which it is found again, changed and taken back
     * @param permalink where people read it; null where the network does not say
     * @param publishedAt by the network's clock, or {@link NetworkCall#clock()} where it does not say
     * @param warnings what the network did not take although the post is out (the picture that stands for a film, say), for a
     *     person to read; at most 20
     */
    record Published(RemoteId id, @Nullable URI permalink, Instant publishedAt, List<Violation> warnings)
            implements PublishOutcome {
        public Published {
            warnings = List.copyOf(warnings);
        }

        /** Out as it was meant. */
        public Published(RemoteId id, @Nullable URI permalink, Instant publishedAt) {
            this(id, permalink, publishedAt, List.of());
        }
    }

    /**
     * The network works on it, or waits for the next step.
     *
     * @param token what {@link Publisher#resume} needs
     * @param pollAfter how long to wait before asking again; not negative
     * @param expiresAt when it is given up
     */
    record Pending(ResumeToken token, Duration pollAfter, Instant expiresAt) implements PublishOutcome {}
}
