package org.parvis.loopback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The network itself: its people and what they wrote. Ids count up from {@code m1}. Thread-safe. */
final class LoopbackWorld {
    private final Map<String, String> tokens = new HashMap<>();
    private final Set<String> expired = new HashSet<>();
    private final List<Message> messages = new ArrayList<>();
    private final Map<String, Message> byKey = new HashMap<>();
    private final Map<String, Slow> slow = new HashMap<>();
    private final Set<String> retired = new HashSet<>();

    /** A publication that the network works on. */
    private static final class Slow {
        private final Supplier<Message> writing;
        private int polls;

        Slow(Supplier<Message> writing, int polls) {
            this.writing = writing;
            this.polls = polls;
        }
    }

    synchronized void account(String handle, String token) {
        tokens.put(token, handle);
    }

    synchronized void expire(String token) {
        expired.add(token);
    }

    synchronized void revoke(String token) {
        tokens.remove(token);
    }

    /** Whose a token is; empty where nobody gave it. */
    synchronized Optional<String> owner(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    synchronized boolean isExpired(String token) {
        return expired.contains(token);
    }

    synchronized void retire(String metric) {
        retired.add(metric);
    }

    synchronized boolean reports(String metric) {
        return !retired.contains(metric);
    }

    synchronized Message add(
            String kind, String author, String account, @Nullable Message parent, Instant at, String text) {
        Message message = new Message(messages.size() + 1L, kind, author, account, parent, at, text);
        messages.add(message);
        return message;
    }

    /** Writes once for a key, however often it is asked to. */
    synchronized Message writeOnce(String key, Supplier<Message> writing) {
        Message known = byKey.get(key);
        if (known == null) {
            known = writing.get();
            byKey.put(key, known);
        }
        return known;
    }

    synchronized Optional<Message> writtenFor(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    synchronized void begin(String key, int polls, Supplier<Message> writing) {
        slow.putIfAbsent(key, new Slow(writing, polls));
    }

    synchronized boolean isBegun(String key) {
        return slow.containsKey(key);
    }

    /** Asks about a slow publication; empty while it is worked on. */
    synchronized Optional<Message> poll(String key) {
        Slow waiting = slow.get(key);
        if (waiting == null || --waiting.polls > 0) {
            return Optional.empty();
        }
        return Optional.of(writeOnce(key, waiting.writing));
    }

    synchronized Optional<Message> find(@Nullable String id) {
        return messages.stream().filter(message -> message.id.equals(id)).findFirst();
    }

    synchronized Message present(String id) {
        return find(id).filter(message -> !message.removed)
                .orElseThrow(() -> new IllegalArgumentException("There is no " + id));
    }

    synchronized List<Message> after(long sequence, Predicate<Message> wanted, int limit) {
        return messages.stream()
                .filter(message -> message.sequence > sequence && !message.removed && wanted.test(message))
                .limit(limit)
                .toList();
    }

    synchronized long answersTo(String id) {
        return messages.stream()
                .filter(message -> id.equals(message.parent) && !message.removed)
                .count();
    }

    synchronized int seen(String author, String marker) {
        return (int) messages.stream()
                .filter(m -> m.author.equals(author) && !m.removed && m.text.contains(marker))
                .count();
    }
}
