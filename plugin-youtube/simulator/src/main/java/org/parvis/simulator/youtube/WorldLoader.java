package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Archive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a world from an archive: what an organization wrote of its own accord are films, what hangs below are comments and
 * replies. Everything else (messages, mentions without a film) YouTube does not have; it is counted and left out.
 */
final class WorldLoader {
    private static final Logger LOG = LoggerFactory.getLogger(WorldLoader.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_TITLE = 100;

    private final World world;
    private final Archive archive;
    private final Map<String, Archive.Item> items = new HashMap<>();
    private int unusable;

    WorldLoader(World world, Archive archive) {
        this.world = world;
        this.archive = archive;
    }

    void load() {
        long created = archive.items().stream()
                .mapToLong(item -> item.published().toEpochMilli())
                .min()
                .orElse(world.now());
        for (Archive.Actor actor : archive.actors()) {
            world.add(new Channel(
                    actor.id(), actor.handle(), actor.name(), actor.organization(), created, actor.followers()));
        }
        archive.items().forEach(item -> items.put(item.id(), item));
        archive.items().stream().filter(this::isFilm).forEach(this::film);
        archive.items().stream().filter(item -> !isFilm(item)).forEach(item -> comment(item, created));
        archive.removals().forEach(removal -> {
            world.remove(removal.id(), removal.at().toEpochMilli());
        });
        if (unusable > 0) {
            LOG.warn("{} items of the archive are nothing that YouTube has; they are left out.", unusable);
        }
    }

    private boolean isFilm(Archive.Item item) {
        boolean post = item.kind() == null || item.kind().equals("post");
        return post
                && item.inReplyTo() == null
                && world.channel(item.author())
                        .filter(channel -> channel.organization)
                        .isPresent();
    }

    private void film(Archive.Item item) {
        Video video = new Video(item.id(), item.author(), item.published().toEpochMilli());
        String first = item.content().strip().lines().findFirst().orElse("");
        String title = first.isBlank() ? item.id() : first.replace('<', '(').replace('>', ')');
        ObjectNode snippet = JSON.createObjectNode();
        snippet.put("title", title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE) : title);
        snippet.put("description", item.content().replace('<', '(').replace('>', ')'))
                .put("categoryId", "22");
        ObjectNode status = JSON.createObjectNode().put("privacyStatus", "public");
        video.describe(snippet, status, video.uploadedAt);
        video.views = (long) item.counts().likes() * 20;
        video.likes = item.counts().likes();
        world.add(video);
    }

    private void comment(Archive.Item item, long created) {
        String top = top(item);
        Archive.Item above = top == null ? null : items.get(top);
        String video = above == null ? null : above.inReplyTo();
        boolean readable = item.kind() == null || item.kind().equals("comment");
        if (top == null || video == null || !readable) {
            unusable++;
            return;
        }
        if (world.channel(item.author()).isEmpty()) {
            world.add(new Channel(item.author(), item.author(), item.author(), false, created, 0));
        }
        Comment comment = new Comment(
                item.id(), top, video, item.author(), item.published().toEpochMilli(), item.content());
        comment.likes = item.counts().likes();
        world.add(comment);
    }

    /** The comment right under the film; null where the chain does not lead to one. */
    private @Nullable String top(Archive.Item item) {
        Set<String> seen = new HashSet<>();
        Archive.Item at = item;
        while (at != null && seen.add(at.id())) {
            String parent = at.inReplyTo();
            if (parent == null) {
                return null;
            }
            if (world.isFilm(parent)) {
                return at.id();
            }
            at = items.get(parent);
        }
        return null;
    }
}
