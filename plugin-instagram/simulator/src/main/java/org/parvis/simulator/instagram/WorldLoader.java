package org.parvis.simulator.instagram;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Archive;

/**
 * Fills a world from an archive: organisations are pages, what they write by themselves are posts, answers to that are
 * comments, messages are direct messages, and what others write by themselves and names a page is a post that tags it. Used once,
 * by one thread.
 */
final class WorldLoader {

    private final World world;
    private final Archive archive;
    private final Map<String, Archive.Item> items = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    WorldLoader(World world, Archive archive) {
        this.world = world;
        this.archive = archive;
    }

    void load() {
        for (Archive.Actor actor : archive.actors()) {
            Thing.Kind kind = actor.organization() ? Thing.Kind.PAGE : Thing.Kind.PERSON;
            String id = number(actor.id());
            Thing thing = new Thing(kind, id, actor.organization() ? id : "", 0);
            thing.handle = actor.handle();
            thing.name = actor.name();
            thing.followers = actor.followers();
            thing.author = id;
            world.add(thing);
        }
        archive.items().forEach(item -> items.put(item.id(), item));
        archive.items().stream()
                .sorted(java.util.Comparator.comparing(Archive.Item::published))
                .forEach(this::add);
        for (Archive.Removal removal : archive.removals()) {
            world.find(ids.get(removal.id()))
                    .ifPresent(thing -> thing.deletedAt = removal.at().toEpochMilli());
        }
    }

    private void add(Archive.Item item) {
        known(number(item.author()));
        if ("direct-message".equals(item.kind())) {
            message(item);
            return;
        }
        Archive.Item root = root(item);
        if (root.inReplyTo() != null) {
            // It answers something that the archive does not hold.
            return;
        }
        String author = number(root.author());
        boolean own = isPage(author);
        if (root == item) {
            post(item, own ? author : named(item), author);
        } else if (ids.containsKey(root.id())) {
            comment(item, root);
        }
    }

    private void post(Archive.Item item, @Nullable String page, String author) {
        if (page == null) {
            return;
        }
        boolean own = page.equals(author);
        String owner = own ? page : author;
        Thing post = new Thing(
                Thing.Kind.POST, number(item.id()), owner, item.published().toEpochMilli());
        post.author = author;
        if (!own) {
            post.tagged.add(page);
        }
        content(post, item);
        post.media = "image";
    }

    private void comment(Archive.Item item, Archive.Item root) {
        Thing post = world.find(ids.get(root.id())).orElseThrow();
        String number = number(item.id());
        Thing comment = new Thing(
                Thing.Kind.COMMENT, number, post.page, item.published().toEpochMilli());
        comment.author = number(item.author());
        comment.container = post.id;
        comment.parent = parent(item, root);
        content(comment, item);
    }

    /** The top comment below which it hangs; empty where it is one. */
    private String parent(Archive.Item item, Archive.Item root) {
        Archive.Item at = item;
        Archive.Item above = items.get(item.inReplyTo());
        Set<String> climbed = new HashSet<>();
        while (above != null && above != root && climbed.add(above.id())) {
            at = above;
            above = items.get(above.inReplyTo());
        }
        return at == item ? "" : ids.getOrDefault(at.id(), "");
    }

    private void message(Archive.Item item) {
        String author = number(item.author());
        String to = item.recipients().isEmpty() ? "" : number(item.recipients().get(0));
        String page = isPage(author) ? author : to;
        String person = isPage(author) ? to : author;
        if (!isPage(page) || person.isEmpty() || isPage(person)) {
            return;
        }
        known(person);
        String id = World.thread(page, person);
        Thing thread = world.find(id).orElse(null);
        if (thread == null) {
            thread = new Thing(
                    Thing.Kind.CONVERSATION, id, page, item.published().toEpochMilli());
            thread.author = person;
            world.add(thread);
        }
        Thing message = new Thing(
                Thing.Kind.MESSAGE,
                World.MESSAGE + number(item.id()),
                page,
                item.published().toEpochMilli());
        message.author = author;
        message.container = id;
        content(message, item);
    }

    private void content(Thing thing, Archive.Item item) {
        thing.text = item.content();
        thing.listedAt = Thing.FROM_ARCHIVE;
        thing.likesBefore = item.counts().likes();
        thing.sharesBefore = item.counts().shares();
        item.attachments().stream().findFirst().ifPresent(first -> thing.picture = first.url());
        ids.put(item.id(), thing.id);
        world.add(thing);
    }

    private Archive.Item root(Archive.Item item) {
        Archive.Item at = item;
        Set<String> climbed = new HashSet<>();
        while (at.inReplyTo() != null && items.containsKey(at.inReplyTo()) && climbed.add(at.id())) {
            at = items.get(at.inReplyTo());
        }
        return at;
    }

    private boolean isPage(String id) {
        return world.find(id).filter(thing -> thing.kind == Thing.Kind.PAGE).isPresent();
    }

    /** The first page that an item names. */
    private @Nullable String named(Archive.Item item) {
        for (Archive.Mention mention : item.mentions()) {
            Thing page = world.page(mention.id() == null ? mention.handle() : number(mention.id()))
                    .or(() -> world.page(mention.handle()))
                    .orElse(null);
            if (page != null) {
                return page.id;
            }
        }
        return null;
    }

    /** Whoever wrote something exists, even without a line of their own. */
    private void known(String id) {
        if (world.find(id).isEmpty()) {
            Thing person = new Thing(Thing.Kind.PERSON, id, "", 0);
            person.handle = id;
            person.name = "Somebody " + id;
            world.add(person);
        }
    }

    /** Instagram's ids are numbers; other archives' ids become such. */
    static String number(String id) {
        if (id.matches("\\d{1,20}")) {
            return id;
        }
        long hash = 1_469_598_103_934_665_603L;
        for (char c : id.toCharArray()) {
            hash = (hash ^ c) * 1_099_511_628_211L;
        }
        return Long.toString(hash >>> 12);
    }
}
