package org.parvis.network.youtube;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many replies the threads had whose replies were last read one by one. Small enough for a cursor: the last forty, each
 * by a hash of its id; a thread that is forgotten or taken for another is only read once more, or once less until its next
 * reply.
 */
final class KnownThreads {
    private static final int MOST = 40;

    private final Map<String, String> counts = new LinkedHashMap<>();

    private KnownThreads() {}

    static KnownThreads read(@Nullable String mark) {
        KnownThreads known = new KnownThreads();
        if (mark != null) {
            for (String pair : mark.split(",")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    known.counts.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
        }
        return known;
    }

    boolean has(String thread) {
        return counts.containsKey(hash(thread));
    }

    boolean has(String thread, long count) {
        return Long.toString(count).equals(counts.get(hash(thread)));
    }

    void put(String thread, long count) {
        String key = hash(thread);
        counts.remove(key);
        counts.put(key, Long.toString(count));
        Iterator<String> oldest = counts.keySet().iterator();
        while (counts.size() > MOST) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The text for the cursor; null where there is nothing to remember. */
    @Nullable
    String write() {
        return counts.isEmpty()
                ? null
                : counts.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(","));
    }

    private static String hash(String thread) {
        return String.format(Locale.ROOT, "%08x", thread.hashCode());
    }
}
