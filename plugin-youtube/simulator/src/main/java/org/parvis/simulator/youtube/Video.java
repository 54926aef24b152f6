package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A film. Guarded by the world. */
final class Video {
    private static final ObjectMapper JSON = new ObjectMapper();

    final String id;
    final String channel;
    final long uploadedAt;
    /** What its owner says of it: the writable members of snippet and status. */
    ObjectNode snippet = JSON.createObjectNode();

    ObjectNode status = JSON.createObjectNode();
    long readyAt;
    long listedAt;
    long thumbnailAt;
    long size;
    String sha256 = "";
    String failure = "";
    String rejection = "";
    long views;
    long likes;
    boolean commentsDisabled;
    /** When it was first public; 0 while it never was. */
    private long publicSince;

    @Nullable
    Long deletedAt;

    Video(String id, String channel, long uploadedAt) {
        this.id = id;
        this.channel = channel;
        this.uploadedAt = uploadedAt;
        this.listedAt = uploadedAt;
        this.readyAt = uploadedAt;
    }

    /** What its owner wants from a time on. */
    void describe(@Nullable JsonNode newSnippet, @Nullable JsonNode newStatus, long at) {
        settle(at);
        if (newSnippet instanceof ObjectNode object) {
            snippet = object.deepCopy();
        }
        if (newStatus instanceof ObjectNode object) {
            status = object.deepCopy();
        }
        settle(at);
    }

    /** A planned film becomes public by itself. */
    private void settle(long now) {
        String planned = status.path("publishAt").asText("");
        if (!planned.isEmpty() && java.time.Instant.parse(planned).toEpochMilli() <= now) {
            status.put("privacyStatus", "public").remove("publishAt");
            publicSince = publicSince == 0 ? java.time.Instant.parse(planned).toEpochMilli() : publicSince;
        }
        if (publicSince == 0 && !status.path("privacyStatus").asText("public").equals("private")) {
            publicSince = Math.max(uploadedAt, now);
        }
    }

    String privacy(long now) {
        settle(now);
        return status.path("privacyStatus").asText("public");
    }

    boolean wasPublic(long now) {
        settle(now);
        return publicSince != 0;
    }

    long publishedAt(long now) {
        settle(now);
        return publicSince == 0 ? uploadedAt : publicSince;
    }

    String uploadStatus(long now) {
        if (now < readyAt) {
            return "uploaded";
        }
        return !failure.isEmpty() ? "failed" : !rejection.isEmpty() ? "rejected" : "processed";
    }

    boolean exists(long now) {
        return uploadedAt <= now && (deletedAt == null || deletedAt > now);
    }
}
