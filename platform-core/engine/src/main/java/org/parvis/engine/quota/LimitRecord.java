package org.parvis.engine.quota;

import java.time.Instant;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;

/** A limit that an operator set. */
record LimitRecord(Key key, long units, String by, Instant at) {
    /** The rule it is set for. */
    record Key(NetworkId network, String bucket, QuotaRule.Scope scope) {}
}
