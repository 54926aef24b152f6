package org.parvis.it.invariant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the platform and acknowledged by it: from then on it has promised. Everything is known by the marker in
 * its text. Thread-safe.
 */
public final class Asked {
    private final Map<String, String> posts = new LinkedHashMap<>();
    private final Map<String, String> replies = new LinkedHashMap<>();
    private final Set<String> webhooks = new LinkedHashSet<>();

    /** A post that the platform said it would publish for an account. */
    public synchronized void post(String marker, String account) {
        posts.put(marker, account);
    }

    /** An answer that the platform said it would send for an account. */
    public synchronized void reply(String marker, String account) {
        replies.put(marker, account);
    }

    /** A webhook that the platform answered with 200. */
    public synchronized void webhook(String marker) {
        webhooks.add(marker);
    }

    synchronized Collection<String> posts() {
        return List.copyOf(posts.keySet());
    }

    synchronized Collection<String> replies() {
        return List.copyOf(replies.keySet());
    }

    synchronized Collection<String> webhooks() {
        return List.copyOf(webhooks);
    }

    /** For which account something was asked; null when nobody asked for it. */
    synchronized @Nullable String account(String marker) {
        return posts.containsKey(marker) ? posts.get(marker) : replies.get(marker);
    }

    /** All markers of what is to reach the network. */
    public synchronized List<String> outgoing() {
        List<String> all = new ArrayList<>(posts.keySet());
        all.addAll(replies.keySet());
        return all;
    }
}
