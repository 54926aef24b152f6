package org.parvis.simulator.twitter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.parvis.simulation.Archive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills a world from an archive. Used once, by one thread. */
final class WorldLoader {

    private static final Logger LOG = LoggerFactory.getLogger(WorldLoader.class);

    private final World world;
    private final Archive archive;
    private final Map<Long, Archive.Item> posts = new HashMap<>();
    private final List<Archive.Item> messages = new ArrayList<>();
    private final Map<Long, Long> roots = new HashMap<>();
    private long nextMedia = 1;
    private int unusable;

    WorldLoader(World world, Archive archive) {
        this.world = world;
        this.archive = archive;
    }

    void load() {
        for (Archive.Actor actor : archive.actors()) {
            number(actor.id())
                    .ifPresent(id -> world.add(
                            new User(id, actor.handle(), actor.name(), actor.organization(), actor.followers())));
        }
        for (Archive.Item item : archive.items()) {
            Optional<Long> id = number(item.id());
            Optional<Long> author = number(item.author());
            if (id.isEmpty() || author.isEmpty()) {
                unusable++;
            } else if ("direct-message".equals(item.kind())) {
                messages.add(item);
                known(author.get());
            } else {
                posts.put(id.get(), item);
                known(author.get());
            }
        }
        posts.keySet().stream().sorted().forEach(this::addPost);
        messages.forEach(this::addMessage);
        for (Archive.Removal removal : archive.removals()) {
            number(removal.id())
                    .flatMap(world::post)
                    .ifPresent(post -> post.deletedAt = removal.at().toEpochMilli());
        }
        if (unusable > 0) {
            LOG.warn("{} items of the archive have ids that X would never give; they are left out.", unusable);
        }
    }

    private static Optional<Long> number(String id) {
        try {
            long number = Long.parseLong(id);
            return number > 0 ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whoever wrote something exists, even without a line of their own. */
    private void known(long id) {
        if (world.user(id).isEmpty()) {
            String handle = Long.toString(id);
            handle = handle.length() > 15 ? handle.substring(handle.length() - 15) : handle;
            world.add(new User(id, handle, handle, false, 0));
        }
    }

    private void addPost(long id) {
        Archive.Item item = Objects.requireNonNull(posts.get(id));
        List<Post.Mention> mentions = mentions(item);
        long parent = item.inReplyTo() == null ? 0 : number(item.inReplyTo()).orElse(0L);
        long parentAuthor = parent == 0 ? 0 : parentAuthor(parent, item, mentions);
        List<String> media = new ArrayList<>();
        for (Archive.Attachment attachment : item.attachments()) {
            media.add(media(attachment, number(item.author()).orElseThrow()));
        }
        Post post = new Post(
                id,
                number(item.author()).orElseThrow(),
                item.published().toEpochMilli(),
                new Post.Content(item.content(), mentions, List.of(), List.copyOf(media), null),
                new Post.References(parent, parentAuthor, 0, 0));
        post.likes.set(item.counts().likes());
        post.reposts.set(item.counts().shares());
        post.replies.set(item.counts().replies());
        post.conversation = root(id);
        world.add(post);
    }

    private List<Post.Mention> mentions(Archive.Item item) {
        List<Post.Mention> mentions = new ArrayList<>();
        for (Archive.Mention mention : item.mentions()) {
            long id = mention.id() == null ? 0 : number(mention.id()).orElse(0L);
            if (id == 0) {
                id = world.user(mention.handle()).map(user -> user.id).orElse(0L);
            }
            mentions.add(new Post.Mention(id, mention.handle()));
        }
        return List.copyOf(mentions);
    }

    /** X names the author of the answered post even when that post is gone; then it leads the text as a mention. */
    private long parentAuthor(long parent, Archive.Item item, List<Post.Mention> mentions) {
        Archive.Item known = posts.get(parent);
        if (known != null) {
            return number(known.author()).orElse(0L);
        }
        return mentions.stream()
                .filter(mention -> item.content()
                        .regionMatches(
                                true,
                                0,
                                "@" + mention.handle(),
                                0,
                                mention.handle().length() + 1))
                .findFirst()
                .map(Post.Mention::id)
                .orElse(0L);
    }

    /** The topmost known ancestor, or the missing parent where the chain leaves the archive. Never recursive. */
    private long root(long id) {
        Set<Long> path = new LinkedHashSet<>();
        long at = id;
        Long root = roots.get(at);
        while (root == null) {
            Archive.Item item = posts.get(at);
            if (item == null || !path.add(at)) {
                root = at;
            } else {
                long parent =
                        item.inReplyTo() == null ? 0 : number(item.inReplyTo()).orElse(0L);
                root = parent == 0 ? Long.valueOf(at) : roots.get(parent);
                at = parent;
            }
        }
        for (long member : path) {
            roots.put(member, root);
        }
        return root;
    }

    private String media(Archive.Attachment attachment, long owner) {
        String type = !attachment.mediaType().isEmpty()
                ? attachment.mediaType()
                : attachment.type().equals("Video") ? "video/mp4" : "image/jpeg";
        MediaFile file = new MediaFile(nextMedia++, owner, type, "tweet_image", Long.MAX_VALUE);
        file.source = attachment.url();
        file.alternativeText = attachment.source().path("name").asText("");
        file.finalized = true;
        world.add(file);
        return file.key;
    }

    private void addMessage(Archive.Item item) {
        long sender = number(item.author()).orElseThrow();
        Set<Long> participants = new LinkedHashSet<>(Set.of(sender));
        item.recipients().forEach(to -> number(to).ifPresent(participants::add));
        if (participants.size() == 1) {
            mentions(item).stream().map(Post.Mention::id).filter(id -> id != 0).forEach(participants::add);
        }
        Set<Long> others = new HashSet<>(participants);
        others.remove(sender);
        if (others.size() != 1) {
            unusable++;
            return;
        }
        long other = others.iterator().next();
        known(other);
        world.add(new Message(
                number(item.id()).orElseThrow(),
                sender,
                Message.conversation(sender, other),
                List.of(sender, other),
                item.content(),
                List.of(),
                item.published().toEpochMilli()));
    }
}
