package org.parvis.spi;

import java.time.Instant;
import org.parvis.model.RemoteId;

/**
 * An answer that is out. An immutable value.
 *
 * @param id by which the network lists it among the account's own messages
 * @param sentAt by the network's clock, or {@link NetworkCall#clock()} where it does not say
 */
public record Sent(RemoteId id, Instant sentAt) {}
