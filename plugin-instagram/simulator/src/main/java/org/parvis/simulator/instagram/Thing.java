package org.parvis.simulator.instagram;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything of the simulated Instagram that has an id. Members that a kind does not have stay as they are made. Guarded by the
 * lock of the {@link World} it belongs to.
 */
final class Thing {

    /** Meta's names of the node types, as they stand in its error messages. */
    enum Kind {
        PAGE("IGUser"),
        PERSON("IGUser"),
        POST("IGMedia"),
        COMMENT("IGComment"),
        CONVERSATION("UnifiedThread"),
        MESSAGE("Message"),
        CONTAINER("IGContainer");

        final String shown;

        Kind(String shown) {
            this.shown = shown;
        }
    }

    /** When something of the archive is listed: as soon as it exists. */
    static final long FROM_ARCHIVE = Long.MIN_VALUE;

    final String id;
    final Kind kind;

    /** The professional account it belongs to; of an account its own id. */
    final String page;

    final long createdAt;

    /** Who wrote it: a page or a person; of a conversation the person. */
    String author = "";

    String text = "";
    /** The containers that a carousel is made of. */
    List<String> children = List.of();

    /** Why a container cannot be published; empty where it can. */
    String failure = "";

    String handle = "";
    String name = "";

    /** What a post or a container is: image, carousel, reel, story-image, story-video; a carousel's part is a child-image or child-video. */
    String media = "";

    String picture = "";
    String alternative = "";

    /** The post of a comment, the conversation of a message. */
    String container = "";

    /** The comment that this one answers. */
    String parent = "";

    /** The post that a container became. */
    String post = "";

    long updatedAt;
    long listedAt;
    long followers;
    long likesBefore;
    long sharesBefore;
    long commentsBefore;
    boolean hidden;
    boolean answeredPrivately;
    boolean restricted;
    long deletedAt = Long.MAX_VALUE;

    /** When a container is ready to be published. */
    long readyAt;

    /** The pages that a post of somebody else names. */
    final Set<String> tagged = new LinkedHashSet<>();

    final Set<String> likes = new LinkedHashSet<>();

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
