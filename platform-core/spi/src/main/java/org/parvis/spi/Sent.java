package org.parvis.spi;

import java.time.Instant;
import org.parvis.model.RemoteId;

/** An answer that is out. */
public record Sent(RemoteId id, Instant sentAt) {}
