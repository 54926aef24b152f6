package org.parvis.gateway.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What changed: the id of the conversation, item, publication or account. */
record HintJson(String subject, @Nullable String account, Instant occurredAt) {}
