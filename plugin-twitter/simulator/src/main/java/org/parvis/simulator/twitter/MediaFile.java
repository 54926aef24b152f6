package org.parvis.simulator.twitter;

/** An uploaded or archived file. The alternative text and the processing state change; thread-safe. */
final class MediaFile {

    final long id;
    final String key;
    final long owner;
    final String mediaType;
    final String category;
    final long expiresAt;
    volatile long size;
    volatile String alternativeText = "";
    /** Where an archived file lies or is; empty for an upload. */
    volatile String source = "";

    volatile boolean finalized;
    /** When processing is over. */
    volatile long readyAt;

    MediaFile(long id, long owner, String mediaType, String category, long expiresAt) {
        this.id = id;
        this.key = (video(mediaType) ? "13_" : mediaType.equals("image/gif") ? "16_" : "3_") + id;
        this.owner = owner;
        this.mediaType = mediaType;
        this.category = category;
        this.expiresAt = expiresAt;
    }

    private static boolean video(String mediaType) {
        return mediaType.startsWith("video/");
    }

    String type() {
        return video(mediaType) ? "video" : mediaType.equals("image/gif") ? "animated_gif" : "photo";
    }
}
