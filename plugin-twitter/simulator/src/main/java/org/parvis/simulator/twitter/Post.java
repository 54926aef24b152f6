package org.parvis.simulator.twitter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One post. What it says never changes (an edit is a new post); what happens to it does, and may be read and written by
 * any thread.
 */
final class Post {

    /** Somebody named; id 0 where nobody is known by the handle. */
    record Mention(long id, String handle) {}

    /** A link that X replaced by a short one. */
    record Link(String url, String expanded) {}

    /** Questions of a poll. */
    record Poll(long id, List<String> options, int minutes) {}

    /** What a post refers to; 0 and empty where it does not. */
    record References(long parent, long parentAuthor, long quoted, long reposted) {
        static final References NONE = new References(0, 0, 0, 0);
    }

    /** What it says. */
    record Content(
            String text,
            List<Mention> mentions,
            List<Link> links,
            List<String> media,
            @Nullable Poll poll) {}

    final long id;
    final long author;
    final long createdAt;
    final Content content;
    final References references;
    /** All versions of this post, oldest first; shared by them. */
    final CopyOnWriteArrayList<Long> versions;

    final AtomicInteger likes = new AtomicInteger();
    final AtomicInteger reposts = new AtomicInteger();
    final AtomicInteger replies = new AtomicInteger();
    final AtomicInteger quotes = new AtomicInteger();
    volatile long conversation;
    /** From when lists show it; looking it up by its id works sooner. */
    volatile long listedAt;

    volatile long deletedAt = Long.MAX_VALUE;
    volatile long replacedAt = Long.MAX_VALUE;
    volatile boolean hidden;
    /** The text as lists show it, once it was measured, which is costly. */
    volatile @Nullable String shown;

    Post(long id, long author, long createdAt, Content content, References references) {
        this(id, author, createdAt, content, references, new CopyOnWriteArrayList<>());
    }

    Post(
            long id,
            long author,
            long createdAt,
            Content content,
            References references,
            CopyOnWriteArrayList<Long> versions) {
        this.id = id;
        this.author = author;
        this.createdAt = createdAt;
        this.listedAt = createdAt;
        this.content = content;
        this.references = references;
        this.versions = versions;
        versions.add(id);
    }

    /** Whether it can be looked up at a time. */
    boolean exists(long now) {
        return createdAt <= now && now < deletedAt;
    }

    /** Whether lists show it at a time: the newest version, not too fresh. */
    boolean listed(long now) {
        return exists(now) && listedAt <= now && now < replacedAt;
    }

    boolean mentions(long user) {
        for (Mention mention : content.mentions()) {
            if (mention.id() == user) {
                return true;
            }
        }
        return false;
    }
}
