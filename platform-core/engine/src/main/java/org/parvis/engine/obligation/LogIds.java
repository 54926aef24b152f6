package org.parvis.engine.obligation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.slf4j.MDC;

/** Gives the lines that are logged while an obligation is handled the ids they belong to, on the thread that handles it. */
final class LogIds implements AutoCloseable {
    private final Map<String, String> ids;

    LogIds(Obligation obligation, ObligationHandler handler) {
        ids = ids(obligation, handler.subject());
        ids.forEach(MDC::put);
    }

    /** The words are those by which the shipped layouts ask. */
    static Map<String, String> ids(Obligation obligation, String subject) {
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("workspace", obligation.workspace().toString());
        if (obligation.network() != null) {
            ids.put("network", obligation.network().value());
        }
        if (obligation.account() != null) {
            ids.put("account", obligation.account().toString());
        }
        if (!subject.isEmpty()) {
            ids.put(subject, obligation.key());
        }
        return ids;
    }

    @Override
    public void close() {
        ids.keySet().forEach(MDC::remove);
    }
}
