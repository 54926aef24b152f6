package org.parvis.simulator.instagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What is on the edges of an object, newest first, before it is cut into pages. */
final class Lists {

    private static final int READABLE = 20;

    private final World world;

    Lists(World world) {
        this.world = world;
    }

    /** Whether a list shows it already: published, and known to the servers that make lists. */
    boolean isListed(Thing thing) {
        long now = world.now();
        return thing.exists(now) && thing.listedAt <= now;
    }

    List<Thing> ofPage(Thing page, String edge, Map<String, String> parameters) {
        Predicate<Thing> window = window(parameters);
        Predicate<Thing> post = thing -> thing.kind == Thing.Kind.POST && window.test(thing);
        return switch (edge) {
            case "media" ->
                world.ofPage(page.id, post.and(this::isListed).and(thing -> !thing.media.startsWith("story")));
            case "stories" ->
                world.ofPage(
                        page.id,
                        post.and(this::isListed)
                                .and(thing -> thing.media.startsWith("story"))
                                .and(thing -> thing.createdAt > world.now() - 86_400_000L));
            case "tags" -> tagged(page, post);
            case "conversations" -> threads(page, parameters);
            default -> throw Refusal.noSuchField(edge, Thing.Kind.PAGE.shown);
        };
    }

    private List<Thing> tagged(Thing page, Predicate<Thing> post) {
        List<Thing> found = new ArrayList<>(world.all());
        found.removeIf(thing -> !thing.tagged.contains(page.id) || !post.test(thing) || !isListed(thing));
        found.sort((a, b) -> Long.compare(b.createdAt, a.createdAt));
        return found;
    }

    private List<Thing> threads(Thing page, Map<String, String> parameters) {
        if (!parameters.getOrDefault("platform", "messenger").equalsIgnoreCase("instagram")) {
            return List.of();
        }
        String person = parameters.get("user_id");
        List<Thing> threads = new ArrayList<>(world.ofPage(
                page.id,
                thing -> thing.kind == Thing.Kind.CONVERSATION
                        && (person == null || thing.author.equals(person))
                        && !world.messagesOf(thing.id).isEmpty()));
        threads.sort((a, b) -> Long.compare(updated(b), updated(a)));
        return threads;
    }

    /** When the newest message that has been sent by now was sent. */
    long updated(Thing thread) {
        List<Thing> messages = world.messagesOf(thread.id);
        return messages.isEmpty() ? thread.createdAt : messages.get(0).createdAt;
    }

    /** Of a medium the top comments, newest first; of a comment what answers it. */
    List<Thing> comments(Thing of) {
        String medium = of.kind == Thing.Kind.COMMENT ? of.container : of.id;
        String parent = of.kind == Thing.Kind.COMMENT ? of.id : "";
        return world.commentsOf(medium, thing -> isListed(thing) && thing.parent.equals(parent));
    }

    /** Only the newest messages of a conversation can be read. */
    List<Thing> messages(Thing thread) {
        List<Thing> all = world.messagesOf(thread.id);
        return all.subList(0, Math.min(READABLE, all.size()));
    }

    private Predicate<Thing> window(Map<String, String> parameters) {
        long since = seconds(parameters.get("since"), Long.MIN_VALUE / 1000);
        long until = seconds(parameters.get("until"), Long.MAX_VALUE / 1000);
        return thing -> thing.createdAt >= since * 1000 && thing.createdAt < until * 1000;
    }

    private static long seconds(@org.jspecify.annotations.Nullable String text, long otherwise) {
        return text != null && text.matches("-?\\d{1,12}") ? Long.parseLong(text) : otherwise;
    }
}
