package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
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
        ObjectNode node = Json.object().put("s", stage.name());
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

    static Asset read(MediaRef media, JsonNode node) throws NetworkException {
        try {
            Asset asset = new Asset(media);
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
        } catch (IllegalArgumentException notOurs) {
            throw unreadable();
        }
    }

    static NetworkException unreadable() {
        return new NetworkException(
                ErrorKind.GONE, "The stored progress of this post cannot be read; publish it again");
    }
}
