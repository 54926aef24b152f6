package org.parvis.engine.ingress;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.model.NetworkId;
import org.parvis.store.Database;

/** Writes forged requests into the audit trail, once a minute per network and origin with their number. Thread-safe. */
final class ForgeryLog {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int ORIGINS = 1_000;

    private final Database database;
    private final AuditTrail audit;
    private final Clock clock;
    private final Map<String, Seen> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
            return size() > ORIGINS;
        }
    };

    ForgeryLog(Database database, AuditTrail audit, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
    }

    private record Seen(Instant written, int since) {}

    void forged(NetworkId network, String origin) {
        int count = count(network + " " + origin);
        if (count > 0) {
            database.useSystem(handle -> audit.recordSystem(
                    null, origin, "webhook.forged", "network:" + network, Map.of("count", Integer.toString(count))));
        }
    }

    private synchronized int count(String key) {
        Instant now = clock.instant();
        Seen before = seen.get(key);
        if (before != null && now.isBefore(before.written().plus(PAUSE))) {
            seen.put(key, new Seen(before.written(), before.since() + 1));
            return 0;
        }
        seen.put(key, new Seen(now, 0));
        return before == null ? 1 : before.since() + 1;
    }
}
