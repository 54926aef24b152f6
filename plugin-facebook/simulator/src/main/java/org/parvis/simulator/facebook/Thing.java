package org.parvis.simulator.facebook;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything of the simulated Facebook that has an id. Members that a kind does not have stay as they are made. Guarded by the
 * lock of the {@link World} it belongs to.
 */
final class Thing {

    /** Meta's names of the node types, as they stand in its error messages. */
    enum Kind {
        PAGE("Page"),
        PERSON("User"),
        POST("Post"),
        COMMENT("Comment"),
        CONVERSATION("UnifiedThread"),
        MESSAGE("Message"),
        PHOTO("Photo"),
        VIDEO("Video");

        final String shown;

        Kind(String shown) {
            this.shown = shown;
        }
    }

    /** When something of the archive is listed: as soon as it exists. */
    static final long FROM_ARCHIVE = Long.MIN_VALUE;

    final String id;
    final Kind kind;

    /** The page it belongs to; of a page its own id. */
    final String page;

    final long createdAt;

    /** Who wrote it: a page or a person; of a conversation the person. */
    String author = "";

    String text = "";
    String title = "";
    String handle = "";
    String name = "";
    String link = "";

    /** What hangs on a post: nothing, photo, album, video, reel, story. */
    String media = "";

    String picture = "";
    String alternative = "";

    /** The post of a comment, the conversation of a message. */
    String container = "";

    /** The comment that this one answers. */
    String parent = "";

    /** The post that shows a photo or film. */
    String post = "";

    long updatedAt;
    long listedAt;
    long followers;
    long likesBefore;
    long sharesBefore;
    long commentsBefore;
    boolean hidden;
    boolean published = true;
    boolean answeredPrivately;
    boolean restricted;
    long deletedAt = Long.MAX_VALUE;

    /** When Facebook itself will show it, in milliseconds; 0 for at once. */
    long scheduledAt;

    /** The pages that a post of somebody else names. */
    final Set<String> tagged = new LinkedHashSet<>();

    final Set<String> likes = new LinkedHashSet<>();

    @Nullable
    Upload upload;

    /** The upload of a film. */
    static final class Upload {
        String edge = "videos";
        String session = "";
        long size;
        long received;
        boolean finished;
        boolean failed;
        long finishedAt;
        String state = "PUBLISHED";
    }

    Thing(Kind kind, String id, String page, long createdAt) {
        this.kind = kind;
        this.id = id;
        this.page = page;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        this.listedAt = createdAt;
    }

    boolean exists(long now) {
        return createdAt <= now && now < deletedAt;
    }
}
