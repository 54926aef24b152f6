package org.parvis.simulator.youtube;

/** A comment at the top of a thread, or a reply below one. Guarded by the world. */
final class Comment {
    final String id;
    /** The thread's id; its own for a comment at the top. */
    final String thread;

    final String video;
    final String author;
    final long publishedAt;
    String text;
    long updatedAt;
    long listedAt;
    String moderation = "published";
    long likes;
    long deletedAt = Long.MAX_VALUE;

    Comment(String id, String thread, String video, String author, long publishedAt, String text) {
        this.id = id;
        this.thread = thread;
        this.video = video;
        this.author = author;
        this.publishedAt = publishedAt;
        this.updatedAt = publishedAt;
        this.listedAt = publishedAt;
        this.text = text;
    }

    boolean deletedBy(long now) {
        return deletedAt <= now;
    }

    boolean isTop() {
        return id.equals(thread);
    }
}
