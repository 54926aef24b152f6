package org.parvis.simulator.linkedin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Archive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a world from an archive: organisations become pages, what they wrote of their own becomes posts, everything below
 * becomes comments at two levels. What neither a page wrote nor answers a page's post has no place on a page and is left
 * out, unless it names a page. Used once, by one thread.
 */
final class WorldLoader {
    /** A member who administers every page. */
    static final String EVERYWHERE = "everywhere";

    private static final Logger LOG = LoggerFactory.getLogger(WorldLoader.class);

    private final World world;
    private final Archive archive;
    private final Map<String, Archive.Item> items = new HashMap<>();
    private final Map<String, String> urns = new HashMap<>();
    private final Map<String, World.Comment> comments = new HashMap<>();
    private int unusable;

    WorldLoader(World world, Archive archive) {
        this.world = world;
        this.archive = archive;
    }

    /** The member who administers one page. */
    static String administrator(long page) {
        return "admin-" + page;
    }

    void load() {
        world.add(new World.Member(EVERYWHERE, "Administrator of every page"));
        archive.actors().forEach(this::actor);
        archive.items().stream()
                .filter(item -> !"direct-message".equals(item.kind()))
                .forEach(item -> items.put(item.id(), item));
        archive.items().forEach(item -> {
            if (items.containsKey(item.id())) {
                place(item);
            }
        });
        for (Archive.Removal removal : archive.removals()) {
            long at = removal.at().toEpochMilli();
            World.Comment comment = comments.get(removal.id());
            if (comment != null) {
                comment.deletedAt = at;
            }
            number(removal.id()).flatMap(id -> world.post(World.SHARE + id)).ifPresent(post -> post.deletedAt = at);
        }
        if (unusable > 0) {
            LOG.info("{} items of the archive have no place under a page's posts; they are left out.", unusable);
        }
    }

    private void actor(Archive.Actor actor) {
        Optional<Long> id = number(actor.id());
        if (actor.organization() && id.isPresent()) {
            World.Page page = new World.Page(id.get(), actor.handle(), actor.name(), actor.followers());
            World.Member administrator = new World.Member(administrator(page.id), "Administrator of " + actor.name());
            page.administrators.add(administrator.id());
            page.administrators.add(EVERYWHERE);
            world.add(administrator);
            world.add(page);
            urns.put(actor.id(), page.urn());
        } else {
            member(actor.id(), actor.name());
        }
    }

    private String member(String id, String name) {
        return urns.computeIfAbsent(id, key -> {
            World.Member member = new World.Member(key, name);
            world.add(member);
            return member.urn();
        });
    }

    private static Optional<Long> number(String id) {
        try {
            long number = Long.parseLong(id);
            return number > 0 ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Places an item after everything above it. */
    private void place(Archive.Item item) {
        Deque<Archive.Item> chain = new ArrayDeque<>();
        for (Archive.Item at = item; at != null && !isPlaced(at) && chain.size() < 10_000; at = above(at)) {
            chain.push(at);
        }
        chain.forEach(this::placeOne);
    }

    private boolean isPlaced(Archive.Item item) {
        return comments.containsKey(item.id())
                || world.post(World.SHARE + item.id()).isPresent();
    }

    private Archive.@Nullable Item above(Archive.Item item) {
        return item.inReplyTo() == null ? null : items.get(item.inReplyTo());
    }

    private void placeOne(Archive.Item item) {
        String author =
                Optional.ofNullable(urns.get(item.author())).orElseGet(() -> member(item.author(), item.author()));
        Archive.Item above = above(item);
        if (above != null && isPlaced(above)) {
            comment(item, above, author);
        } else if (number(item.id()).isPresent() && (author.startsWith(World.ORGANIZATION) || mentionsPage(item))) {
            post(item, author);
        } else {
            unusable++;
        }
    }

    private boolean mentionsPage(Archive.Item item) {
        return item.mentions().stream()
                .anyMatch(mention -> world.page(mention.handle()).isPresent());
    }

    private void post(Archive.Item item, String author) {
        StringBuilder commentary = new StringBuilder(LittleText.escape(item.content()));
        item.mentions()
                .forEach(mention -> world.page(mention.handle()).ifPresent(page -> {
                    if (!author.startsWith(World.ORGANIZATION)) {
                        commentary
                                .append(" @[")
                                .append(page.name)
                                .append("](")
                                .append(page.urn())
                                .append(')');
                    }
                }));
        World.Post post = new World.Post(
                World.SHARE + item.id(), author, item.published().toEpochMilli(), commentary.toString(), null, false);
        post.likesBefore = item.counts().likes();
        post.shares = item.counts().shares();
        world.add(post);
    }

    private void comment(Archive.Item item, Archive.Item above, String author) {
        World.Comment over = comments.get(above.id());
        World.Post post = over == null ? world.post(World.SHARE + above.id()).orElseThrow() : over.post;
        World.Comment parent = over == null || over.parent == null ? over : Objects.requireNonNull(over.parent);
        World.Comment comment = new World.Comment(
                item.id(), post, parent, author, item.published().toEpochMilli(), item.content());
        comment.likesBefore = item.counts().likes();
        if (!item.attachments().isEmpty() && item.attachments().get(0).url().startsWith("http")) {
            comment.picture = item.attachments().get(0).url();
        }
        comments.put(item.id(), comment);
        world.add(comment);
    }
}
