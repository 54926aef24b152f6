package org.parvis.simulator.facebook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What is on the edges of an object, newest first, before it is cut into pages. */
final class Lists {

    private final World world;

    Lists(World world) {
        this.world = world;
    }

    /** Whether a list shows it already: published, and known to the servers that make lists. */
    boolean isListed(Thing thing) {
        long now = world.now();
        return thing.exists(now) && thing.listedAt <= now && isPublished(thing);
    }

    /** A scheduled post appears by itself. */
    boolean isPublished(Thing thing) {
        return thing.published || thing.scheduledAt > 0 && thing.scheduledAt <= world.now();
    }

    List<Thing> ofPage(Thing page, String edge, Map<String, String> parameters) {
        Predicate<Thing> window = window(parameters);
        Predicate<Thing> post = thing -> thing.kind == Thing.Kind.POST && window.test(thing);
        return switch (edge) {
            case "published_posts", "posts" ->
                world.ofPage(
                        page.id,
                        post.and(this::isListed)
                                .and(thing -> thing.author.equals(page.id))
                                .and(thing -> !Set.of("reel", "story").contains(thing.media)));
            case "feed" ->
                world.ofPage(
                        page.id,
                        post.and(this::isListed)
                                .and(thing -> !Set.of("reel", "story").contains(thing.media)));
            case "visitor_posts" ->
                world.ofPage(page.id, post.and(this::isListed).and(thing -> !thing.author.equals(page.id)));
            case "scheduled_posts" ->
                world.ofPage(page.id, post.and(thing -> !isPublished(thing)).and(thing -> thing.scheduledAt > 0));
            case "tagged" -> tagged(page, post);
            case "video_reels" ->
                world.ofPage(
                        page.id,
                        window.and(thing -> thing.kind == Thing.Kind.VIDEO
                                && thing.upload != null
                                && thing.upload.edge.equals("video_reels")
                                && world.find(thing.post).filter(this::isListed).isPresent()));
            case "videos" ->
                world.ofPage(page.id, window.and(thing -> thing.kind == Thing.Kind.VIDEO && thing.exists(world.now())));
            case "stories" ->
                world.ofPage(page.id, post.and(this::isListed).and(thing -> thing.media.startsWith("story")));
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
        if (!parameters.getOrDefault("platform", "messenger").equalsIgnoreCase("messenger")) {
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

    /** {@code filter=toplevel} and oldest first, unless asked otherwise. */
    List<Thing> comments(Thing of, Map<String, String> parameters) {
        boolean stream = parameters.getOrDefault("filter", "toplevel").equals("stream");
        Predicate<Thing> window = window(parameters);
        String post = of.kind == Thing.Kind.COMMENT ? of.container : shownBy(of);
        List<Thing> found = new ArrayList<>(world.commentsOf(
                post,
                window.and(this::isListed)
                        .and(
                                of.kind == Thing.Kind.COMMENT
                                        ? thing -> thing.parent.equals(of.id)
                                        : thing -> stream || thing.parent.isEmpty())));
        if (!parameters.getOrDefault("order", "chronological").equals("reverse_chronological")) {
            Collections.reverse(found);
        }
        return found;
    }

    /** The comments of a film are those of the post that shows it. */
    private static String shownBy(Thing of) {
        return of.kind == Thing.Kind.VIDEO && !of.post.isEmpty() ? of.post : of.id;
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
