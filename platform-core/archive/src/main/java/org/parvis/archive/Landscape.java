package org.parvis.archive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.Account;
import org.parvis.model.Author;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;

/**
 * Who is who and what answers what in one archive, as far as a single line does not say it: lines come in any order, so all
 * of them are looked at before the first is taken in. Held in memory, which is why an archive has a largest size. Not
 * thread-safe.
 */
final class Landscape {
    static final int MAX_OBJECTS = 1_000_000;

    private final List<Account> accounts;
    private final @Nullable NetworkId network;
    private final Map<String, Entry.Actor> actors = new HashMap<>();
    private final Map<String, Known> contents = new HashMap<>();
    private final Map<String, Optional<Account>> linked = new HashMap<>();
    private final Map<String, Set<Account>> answeredBy = new HashMap<>();
    private final Map<String, String> roots = new HashMap<>();
    private final Set<String> removed = new LinkedHashSet<>();

    /** @param accounts those that may be imported into */
    Landscape(List<Account> accounts, @Nullable NetworkId network) {
        this.accounts = accounts;
        this.network = network;
    }

    private record Known(String author, @Nullable String parent) {}

    void add(Entry entry) {
        if (entry instanceof Entry.Actor actor) {
            actors.put(actor.uri(), actor);
        } else if (entry instanceof Entry.Content content) {
            contents.put(content.uri(), new Known(content.author(), content.inReplyTo()));
        } else if (entry instanceof Entry.Removal removal) {
            removed.add(removal.uri());
        }
        if (actors.size() + contents.size() + removed.size() > MAX_OBJECTS) {
            throw new ProblemException(
                    Problem.INVALID,
                    "The archive has more than " + MAX_OBJECTS
                            + " objects; split it, one account with all its threads per part.");
        }
    }

    /** Whether the archive says that it was taken back. */
    boolean isRemoved(String content) {
        return removed.contains(content);
    }

    /** What was taken back, whether or not the archive has it. */
    Set<String> removed() {
        return removed;
    }

    /** To be called once, after the last {@link #add}. */
    void complete() {
        for (Known known : contents.values()) {
            if (known.parent() != null) {
                accountOf(known.author())
                        .ifPresent(account -> answeredBy
                                .computeIfAbsent(known.parent(), parent -> new LinkedHashSet<>())
                                .add(account));
            }
        }
    }

    /** The linked account that the actor is. */
    Optional<Account> accountOf(String actor) {
        return linked.computeIfAbsent(actor, this::match);
    }

    /** Whose a content may be of which the archive has no more than its id. */
    List<Account> accountsBeside(String content) {
        return inNetwork(networkOf(content)).toList();
    }

    /** Who wrote a content; empty when the archive does not have it. */
    Optional<Account> accountThatWrote(@Nullable String content) {
        Known known = content == null ? null : contents.get(content);
        return known == null ? Optional.empty() : accountOf(known.author());
    }

    /** The linked accounts that answered a content directly. */
    Set<Account> accountsThatAnswered(String content) {
        return answeredBy.getOrDefault(content, Set.of());
    }

    /** The linked account that somebody's content names; by handle where the tag has no more. */
    Optional<Account> accountNamed(Entry.Mention mention, String author) {
        if (mention.actor() != null) {
            return accountOf(mention.actor());
        }
        String handle = mention.name().startsWith("@") ? mention.name().substring(1) : mention.name();
        return only(inNetwork(networkOf(author))
                .filter(account -> account.handle().equalsIgnoreCase(handle))
                .toList());
    }

    Author author(String uri) {
        RemoteId id = new RemoteId(Entry.remoteId(uri));
        Entry.Actor actor = actors.get(uri);
        return actor == null
                ? new Author(id, id.value(), id.value(), null)
                : new Author(id, actor.handle(), actor.name(), actor.picture());
    }

    /** The first message of the thread, as far up as the archive knows it. Follows threads of any depth once. */
    RemoteId rootOf(String content) {
        List<String> path = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        String at = content;
        while (!roots.containsKey(at) && seen.add(at)) {
            path.add(at);
            Known known = contents.get(at);
            if (known == null || known.parent() == null) {
                break;
            }
            at = known.parent();
        }
        String root = roots.getOrDefault(at, at);
        path.forEach(each -> roots.put(each, root));
        return new RemoteId(Entry.remoteId(root));
    }

    /** Organisations of the archive that are no account that could be imported into. */
    List<String> missing() {
        Set<String> names = new TreeSet<>();
        actors.values().stream()
                .filter(actor -> actor.organization() && accountOf(actor.uri()).isEmpty())
                .forEach(actor -> names.add(actor.handle()));
        return names.stream().limit(1_000).toList();
    }

    private Optional<Account> match(String uri) {
        String id = Entry.remoteId(uri);
        List<Account> candidates = inNetwork(networkOf(uri)).toList();
        List<Account> byId = candidates.stream()
                .filter(account -> account.remoteId().value().equals(id))
                .toList();
        Entry.Actor actor = actors.get(uri);
        if (!byId.isEmpty() || actor == null || !actor.organization()) {
            return only(byId);
        }
        return only(candidates.stream()
                .filter(account -> account.handle().equalsIgnoreCase(actor.handle()))
                .toList());
    }

    private Stream<Account> inNetwork(@Nullable String name) {
        return accounts.stream()
                .filter(account -> name == null || account.network().value().equals(name));
    }

    private @Nullable String networkOf(String uri) {
        Entry.Actor actor = actors.get(uri);
        if (actor != null && actor.network() != null) {
            return actor.network();
        }
        String[] parts = uri.split(":");
        if (parts.length == 5 && parts[0].equals("urn") && parts[1].equals("parvis")) {
            return parts[2];
        }
        return network == null ? null : network.value();
    }

    /** Where two accounts would fit, neither is right. */
    private static Optional<Account> only(List<Account> found) {
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
