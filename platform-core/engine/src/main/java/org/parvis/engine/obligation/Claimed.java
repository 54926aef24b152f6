package org.parvis.engine.obligation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.outbox.Obligation;

/**
 * An obligation this node holds the lease of.
 *
 * @param token fences: it is this claim's alone
 * @param failingSince when the attempts began to fail; null while none has
 */
record Claimed(
        Obligation obligation,
        Entry entry,
        long token,
        @Nullable Instant failingSince) {}
