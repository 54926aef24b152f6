package org.parvis.loopback;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookRequest;
import org.parvis.toolkit.signature.Signatures;

/**
 * The network itself: its people, what they wrote, and what goes wrong. Ids count up from {@code m1}, times are those that are
 * given, so that the same steps make the same world. Thread-safe.
 */
public final class LoopbackWorld {
    private final Map<RemoteId, Author> people = new HashMap<>();
    private final Map<String, RemoteId> tokens = new LinkedHashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final Map<String, Message> byKey = new HashMap<>();
    private final Map<String, Integer> pollsLeft = new HashMap<>();
    private final Map<String, Deque<Fault>> faults = new HashMap<>();
    private final Map<RemoteId, Long> followers = new HashMap<>();
    private int polls = 1;

    private record Fault(ErrorKind kind, boolean executed) {}

    /** Somebody who writes; their id is their handle. */
    public synchronized Author person(String handle) {
        return people.computeIfAbsent(new RemoteId(handle), id -> new Author(id, handle, handle, null));
    }

    /** An account that a token may act as. */
    public synchronized Author account(String handle, String token) {
        Author account = person(handle);
        tokens.put(token, account.id());
        return account;
    }

    public synchronized void followers(String handle, long count) {
        followers.put(person(handle).id(), count);
    }

    /** How often a slow publication is asked about before it is out; 1 at the beginning. */
    public synchronized void slowPublicationsTake(int times) {
        polls = times;
    }

    public synchronized RemoteId post(String account, String text, Instant at) {
        Author author = person(account);
        return add(Message.Kind.POST, author, author.id(), null, null, at, text).id;
    }

    public synchronized RemoteId mention(String author, String account, String text, Instant at) {
        return add(Message.Kind.MENTION, person(author), person(account).id(), null, null, at, text).id;
    }

    public synchronized RemoteId review(String author, String account, String text, Instant at) {
        return add(Message.Kind.REVIEW, person(author), person(account).id(), null, null, at, text).id;
    }

    /** An answer, by a stranger or by the account itself on the network's own page. */
    public synchronized RemoteId comment(String author, RemoteId parent, String text, Instant at) {
        Message above = find(parent).orElseThrow(() -> new IllegalArgumentException("There is no " + parent));
        return add(Message.Kind.COMMENT, person(author), above.account, above, null, at, text).id;
    }

    /** A direct message between a stranger and an account, in either direction. */
    public synchronized RemoteId direct(String author, String account, String with, String text, Instant at) {
        RemoteId conversation = new RemoteId("d-" + account + "-" + with);
        return add(Message.Kind.DIRECT_MESSAGE, person(author), person(account).id(), null, conversation, at, text).id;
    }

    public synchronized void edit(RemoteId id, String text) {
        find(id).orElseThrow(() -> new IllegalArgumentException("There is no " + id)).text = text;
    }

    public synchronized void remove(RemoteId id) {
        find(id).orElseThrow(() -> new IllegalArgumentException("There is no " + id)).removed = true;
    }

    /**
     * Lets the next call of an operation fail ({@code publish, resume, reconcile, retract, reply, hide, remove, like, fetch,
     * collect}).
     *
     * @param executed whether it takes effect all the same, so that only the answer is lost
     */
    public synchronized void failNext(String operation, ErrorKind kind, boolean executed) {
        faults.computeIfAbsent(operation, o -> new ArrayDeque<>()).add(new Fault(kind, executed));
    }

    /** The texts of what an account wrote and did not take back, oldest first: what a stranger would see. */
    public synchronized List<String> writtenBy(String handle) {
        RemoteId id = person(handle).id();
        return messages.stream()
                .filter(message -> message.author.id().equals(id) && !message.removed)
                .map(message -> message.text)
                .toList();
    }

    public synchronized boolean isHidden(RemoteId id) {
        return find(id).filter(message -> message.hidden).isPresent();
    }

    public synchronized long likes(RemoteId id) {
        return find(id).map(message -> message.likes).orElse(0L);
    }

    /** The webhook request that the network would send about a message, signed. */
    public synchronized WebhookRequest webhook(String type, RemoteId message, String secret, Instant at) {
        Message about = find(message).orElseThrow(() -> new IllegalArgumentException("There is no " + message));
        byte[] body = LoopbackWebhooks.write(type, about);
        String signature = HexFormat.of().formatHex(Signatures.hmacSha256(secret, body));
        return new WebhookRequest("POST", Map.of(LoopbackWebhooks.SIGNATURE, List.of(signature)), Map.of(), body, at);
    }

    /** The request by which the network asks whether we know the secret. */
    public WebhookRequest challenge(String challenge, Instant at) {
        Map<String, List<String>> query = Map.of("challenge", List.of(challenge));
        return new WebhookRequest("GET", Map.of(), query, "".getBytes(StandardCharsets.UTF_8), at);
    }

    synchronized List<LinkableAccount> linkable(AccessToken token) throws NetworkException {
        RemoteId id = tokens.get(token.value());
        Author account = id == null ? null : people.get(id);
        if (account == null) {
            throw new NetworkException(
                    ErrorKind.AUTHORIZATION_REVOKED, "The loopback network does not know this token");
        }
        return List.of(
                new LinkableAccount(account.id(), account.handle(), account.displayName(), "default", null, null));
    }

    /** Runs a step of the plugin, or the fault that waits for it. */
    synchronized <T> T step(String operation, Supplier<T> action) throws NetworkException {
        Deque<Fault> waiting = faults.get(operation);
        Fault fault = waiting == null ? null : waiting.poll();
        if (fault == null) {
            return action.get();
        }
        if (fault.executed()) {
            T unused = action.get();
        }
        throw new NetworkException(fault.kind(), "The loopback network was told to fail at " + operation);
    }

    /** Writes once for a key, however often it is asked to. */
    synchronized Message writeOnce(IdempotencyKey key, Supplier<Message> writing) {
        Message known = byKey.get(key.value());
        if (known != null) {
            return known;
        }
        Message written = writing.get();
        byKey.put(key.value(), written);
        return written;
    }

    synchronized Optional<Message> writtenFor(IdempotencyKey key) {
        return Optional.ofNullable(byKey.get(key.value()));
    }

    /** Begins a slow publication, or finds that it has begun. */
    synchronized void begin(IdempotencyKey key) {
        pollsLeft.putIfAbsent(key.value(), polls);
    }

    /** Whether a slow publication is ready now; empty where nobody began it. */
    synchronized Optional<Boolean> poll(String key) {
        Integer left = pollsLeft.get(key);
        if (left == null) {
            return Optional.empty();
        }
        pollsLeft.put(key, Math.max(0, left - 1));
        return Optional.of(left <= 1);
    }

    synchronized Message add(
            Message.Kind kind,
            Author author,
            RemoteId account,
            @Nullable Message parent,
            @Nullable RemoteId conversation,
            Instant at,
            String text) {
        Message message = new Message(messages.size() + 1L, kind, author, account, parent, conversation, at, text);
        messages.add(message);
        return message;
    }

    synchronized Optional<Message> find(@Nullable RemoteId id) {
        return messages.stream().filter(message -> message.id.equals(id)).findFirst();
    }

    /** What an account has after a place in the world, oldest first. */
    synchronized List<Message> after(long sequence, Predicate<Message> wanted, int limit) {
        return messages.stream()
                .filter(message -> message.sequence > sequence && !message.removed && wanted.test(message))
                .limit(limit)
                .toList();
    }

    synchronized long followersOf(RemoteId account) {
        return followers.getOrDefault(account, 0L);
    }

    synchronized long answersTo(RemoteId id) {
        return messages.stream()
                .filter(message -> id.equals(message.parent) && !message.removed)
                .count();
    }
}
