package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** One file of a draft, and how far it came. Not thread-safe. */
final class Asset {
    /** How far a file came. */
    enum Stage {
        WAITING,
        /** Parts of a film are being sent. */
        SENDING,
        /** LinkedIn works on it. */
        PROCESSING,
        READY
    }

    /** A part of a film: where to send its bytes, from first to last. */
    record Part(String address, long first, long last) {}

    final MediaRef media;
    Stage stage = Stage.WAITING;

    @Nullable
    String urn;

    /** Parts that are still to be sent. */
    final List<Part> parts = new ArrayList<>();

    /** What LinkedIn answered for each part that was sent, in their order. */
    final List<String> tags = new ArrayList<>();

    String uploadToken = "";

    @Nullable
    Instant addressesEnd;

    Asset(MediaRef media) {
        this.media = media;
    }

    boolean isReady() {
        return stage == Stage.READY;
    }

    boolean isFilm() {
        return media.type().startsWith("video/");
    }

    boolean isPicture() {
        return media.type().startsWith("image/");
    }

    /** Forgets what was begun. */
    void restart() {
        stage = Stage.WAITING;
        urn = null;
        parts.clear();
        tags.clear();
        uploadToken = "";
        addressesEnd = null;
    }

    ObjectNode toJson() {
        ObjectNode node = Json.object().put("id", media.id().toString()).put("y", media.type());
        node.put("n", media.size()).put("w", media.width()).put("h", media.height());
        node.put("s", stage.name());
        put(node, "d", media.duration());
        put(node, "a", media.alternativeText());
        put(node, "u", urn);
        put(node, "e", addressesEnd);
        if (!uploadToken.isEmpty()) {
            node.put("k", uploadToken);
        }
        if (!parts.isEmpty() || !tags.isEmpty()) {
            ArrayNode left = node.putArray("p");
            parts.forEach(part -> left.addObject()
                    .put("u", part.address())
                    .put("f", part.first())
                    .put("l", part.last()));
            ArrayNode done = node.putArray("g");
            tags.forEach(done::add);
        }
        return node;
    }

    private static void put(ObjectNode node, String name, @Nullable Object value) {
        if (value != null) {
            node.put(name, value.toString());
        }
    }

    static Asset read(JsonNode node) throws NetworkException {
        try {
            String duration = Json.text(node, "d");
            Asset asset = new Asset(new MediaRef(
                    new MediaId(UUID.fromString(Json.textOr("", node, "id"))),
                    Json.textOr("", node, "y"),
                    Json.whole(node, "n").orElse(0L),
                    Json.whole(node, "w").orElse(0L).intValue(),
                    Json.whole(node, "h").orElse(0L).intValue(),
                    duration == null ? null : Duration.parse(duration),
                    Json.text(node, "a")));
            asset.stage = Stage.valueOf(Json.textOr("WAITING", node, "s"));
            asset.urn = Json.text(node, "u");
            asset.addressesEnd = Json.time(node, "e").orElse(null);
            asset.uploadToken = Json.textOr("", node, "k");
            for (JsonNode part : Json.list(node, "p")) {
                asset.parts.add(new Part(
                        Json.textOr("", part, "u"),
                        Json.whole(part, "f").orElse(0L),
                        Json.whole(part, "l").orElse(0L)));
            }
            asset.tags.addAll(Json.ids(node, "g"));
            return asset;
        } catch (IllegalArgumentException | java.time.DateTimeException notOurs) {
            throw new NetworkException(
                    ErrorKind.GONE, "The stored progress of this post cannot be read; publish it again");
        }
    }
}
