package org.parvis.spi;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.model.RemoteId;

/** What became of a publication. */
public sealed interface PublishOutcome {
    /** It is out. */
    record Published(RemoteId id, @Nullable URI permalink, Instant publishedAt) implements PublishOutcome {}

    /** The network works on it: asked again after {@code pollAfter}, given up at {@code expiresAt}. */
    record Pending(ResumeToken token, Duration pollAfter, Instant expiresAt) implements PublishOutcome {}
}
