package org.parvis.simulator.instagram;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All that is known to the simulated Instagram. Its users hold its lock while they read or change it. */
final class World {

    /** What the ids of messages begin with. */
    static final String MESSAGE = "aWdfZAG";

    private final Clock clock;
    private final Map<String, Thing> things = new LinkedHashMap<>();
    private final Map<String, List<Thing>> comments = new LinkedHashMap<>();
    private final Map<String, List<Thing>> messages = new LinkedHashMap<>();
    private final Map<String, List<Thing>> ofPage = new LinkedHashMap<>();
    private long lastNumber = 1_000_000_000_000L;

    World(Clock clock) {
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    synchronized long nextNumber() {
        return ++lastNumber;
    }

    /** Numbers given before a restart are not given again. */
    synchronized void numberUsed(long number) {
        lastNumber = Math.max(lastNumber, number);
    }

    synchronized Thing add(Thing thing) {
        if (things.putIfAbsent(thing.id, thing) == null) {
            ofPage.computeIfAbsent(thing.page, page -> new ArrayList<>()).add(thing);
            if (thing.kind == Thing.Kind.COMMENT) {
                comments.computeIfAbsent(thing.container, post -> new ArrayList<>())
                        .add(thing);
            } else if (thing.kind == Thing.Kind.MESSAGE) {
                messages.computeIfAbsent(thing.container, thread -> new ArrayList<>())
                        .add(thing);
                Thing thread = things.get(thing.container);
                if (thread != null) {
                    thread.updatedAt = Math.max(thread.updatedAt, thing.createdAt);
                }
            }
        }
        return things.get(thing.id);
    }

    synchronized Optional<Thing> find(@Nullable String id) {
        return Optional.ofNullable(id == null ? null : things.get(id));
    }

    synchronized Collection<Thing> all() {
        return List.copyOf(things.values());
    }

    synchronized Optional<Thing> page(String handleOrId) {
        return things.values().stream()
                .filter(thing -> thing.kind == Thing.Kind.PAGE)
                .filter(page -> page.id.equals(handleOrId) || page.handle.equalsIgnoreCase(handleOrId))
                .findFirst();
    }

    synchronized List<Thing> pages() {
        return things.values().stream()
                .filter(thing -> thing.kind == Thing.Kind.PAGE)
                .sorted(Comparator.comparing(page -> page.handle))
                .toList();
    }

    synchronized Optional<Thing> person(String handle) {
        return things.values().stream()
                .filter(thing -> thing.kind == Thing.Kind.PERSON)
                .filter(person -> person.id.equals(handle) || person.handle.equalsIgnoreCase(handle))
                .findFirst();
    }

    /** What belongs to a page and passes, newest first. */
    synchronized List<Thing> ofPage(String page, Predicate<Thing> filter) {
        return newestFirst(ofPage.getOrDefault(page, List.of()), filter);
    }

    synchronized List<Thing> commentsOf(String post, Predicate<Thing> filter) {
        return newestFirst(comments.getOrDefault(post, List.of()), filter);
    }

    synchronized List<Thing> messagesOf(String thread) {
        return newestFirst(messages.getOrDefault(thread, List.of()), message -> true);
    }

    private List<Thing> newestFirst(List<Thing> all, Predicate<Thing> filter) {
        long now = now();
        return all.stream()
                .filter(thing -> thing.exists(now))
                .filter(filter)
                .sorted(Comparator.comparingLong((Thing thing) -> thing.createdAt)
                        .reversed()
                        .thenComparing(thing -> thing.id, Comparator.reverseOrder()))
                .toList();
    }

    /** The conversation of a page with a person. */
    static String thread(String page, String person) {
        return "t_" + page + person;
    }
}
