package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** Images, films and documents: registered, sent, finished, processed. Bytes are looked at and not kept. */
final class MediaRoutes {
    private static final int PART = 4 * 1024 * 1024;
    private static final long SMALLEST_FILM = 75 * 1024;
    private static final long LARGEST_FILM = 500L * 1024 * 1024;
    private static final long VALID = 86_400_000;

    /** A file. */
    private static final class Asset {
        final String urn;
        final String owner;
        final long size;
        final long registeredAt;
        final List<String> secrets = new ArrayList<>();
        final Map<Integer, String> tags = new HashMap<>();
        long readyAt = -1;
        boolean failed;

        Asset(String urn, String owner, long size, long registeredAt) {
            this.urn = urn;
            this.owner = owner;
            this.size = size;
            this.registeredAt = registeredAt;
        }

        boolean isFilm() {
            return urn.startsWith("urn:li:video:");
        }
    }

    private final World world;
    private final Changes changes;
    private final Settings settings;
    private final Rights rights;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Asset> assets = new HashMap<>();
    private final Map<String, Asset> bySecret = new HashMap<>();

    MediaRoutes(World world, Changes changes, Settings settings) {
        this.world = world;
        this.changes = changes;
        this.settings = settings;
        this.rights = new Rights(world);
    }

    private String secret(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }

    Reply act(Request request) {
        String kind = request.segment(1).substring(0, request.segment(1).length() - 1);
        return switch (request.required("action")) {
            case "initializeUpload" -> begin(request, kind);
            case "finalizeUpload" -> finish(request);
            default -> throw new Refusal(400, 0, "PARAM_INVALID", "There is no such action");
        };
    }

    private Reply begin(Request request, String kind) {
        JsonNode asked = request.body().path("initializeUploadRequest");
        String owner = asked.path("owner").asText("");
        rights.author(request, owner, kind + "s.initializeUpload");
        boolean film = kind.equals("video");
        long size = asked.path("fileSizeBytes").asLong(0);
        if (film && (size < SMALLEST_FILM || size > LARGEST_FILM)) {
            throw Refusal.value("fileSizeBytes", "75 KB to 500 MB are expected, not " + size);
        }
        int parts = film ? (int) ((size + PART - 1) / PART) : 1;
        ObjectNode event = Changes.event("media").put("urn", "urn:li:" + kind + ":D4E" + secret(15));
        event.put("owner", owner).put("size", size).put("at", world.now());
        for (int i = 0; i < parts; i++) {
            event.withArray("secrets").add(secret(24));
        }
        changes.accepted(
                "media.begin",
                owner,
                event.get("urn").asText(),
                "",
                event,
                request.exchange().id());
        apply(event);
        return Reply.json(200, instructions(event, kind, size));
    }

    private ObjectNode instructions(ObjectNode event, String kind, long size) {
        ObjectNode answer = Changes.JSON.createObjectNode();
        ObjectNode value = answer.putObject("value");
        long until = event.get("at").asLong() + VALID;
        value.put(kind, event.get("urn").asText());
        if (!kind.equals("video")) {
            value.put("uploadUrlExpiresAt", until);
            value.put("uploadUrl", address(event.get("secrets").get(0).asText()));
            return answer;
        }
        value.put("uploadUrlsExpireAt", until).put("uploadToken", "");
        ArrayNode list = value.putArray("uploadInstructions");
        for (int i = 0; i < event.get("secrets").size(); i++) {
            long first = (long) i * PART;
            ObjectNode part = list.addObject()
                    .put("uploadUrl", address(event.get("secrets").get(i).asText()));
            part.put("firstByte", first).put("lastByte", Math.min(size, first + PART) - 1);
        }
        return answer;
    }

    private String address(String secret) {
        return settings.uploadHost() + "/dms-uploads/sp/" + secret + "?ca=vector_ads&cn=uploads&sync=0&v=beta";
    }

    /** {@code PUT /dms-uploads/…}. */
    Reply upload(Exchange exchange, String secret) {
        Asset asset = bySecret.get(secret);
        if (asset == null || asset.registeredAt + VALID <= world.now()) {
            return Reply.text(403, "text/plain", "The upload address is unknown or has expired");
        }
        int part = asset.secrets.indexOf(secret);
        long expected = asset.isFilm() ? Math.min(asset.size, (long) (part + 1) * PART) - (long) part * PART : -1;
        if (asset.isFilm() && exchange.body().length != expected || exchange.body().length == 0) {
            return Reply.text(400, "text/plain", "Expected " + expected + " bytes, not " + exchange.body().length);
        }
        String tag = asset.tags.getOrDefault(part, "/ambry-video/signedId/" + secret(40) + ".bin");
        ObjectNode event = Changes.event("media.part")
                .put("urn", asset.urn)
                .put("part", part)
                .put("tag", tag);
        if (!asset.isFilm()) {
            boolean known = isKnown(asset.urn, exchange.body());
            long pause = asset.urn.startsWith("urn:li:image:") ? settings.pictureMillis() : settings.processingMillis();
            event.put("readyAt", world.now() + pause).put("failed", !known);
        }
        changes.accepted("media.upload", asset.owner, asset.urn, "", event, exchange.id());
        apply(event);
        return new Reply(asset.isFilm() ? 200 : 201, Map.of("etag", tag), new byte[0]);
    }

    private boolean isKnown(String urn, byte[] bytes) {
        if (settings.flag("fail-processing", false)) {
            return false;
        }
        return urn.startsWith("urn:li:image:")
                ? begins(bytes, 0xff, 0xd8) || begins(bytes, 0x89, 'P', 'N', 'G') || begins(bytes, 'G', 'I', 'F')
                : begins(bytes, '%', 'P', 'D', 'F') || begins(bytes, 'P', 'K') || begins(bytes, 0xd0, 0xcf);
    }

    private static boolean begins(byte[] bytes, int... signs) {
        for (int i = 0; i < signs.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != signs[i]) {
                return false;
            }
        }
        return true;
    }

    private Reply finish(Request request) {
        JsonNode asked = request.body().path("finalizeUploadRequest");
        Asset asset = require(asked.path("video").asText(""));
        rights.author(request, asset.owner, "videos.finalizeUpload");
        if (asset.readyAt >= 0) {
            throw Refusal.value("video", "the upload was finalized already");
        }
        List<String> tags = new ArrayList<>();
        for (int i = 0; i < asset.secrets.size(); i++) {
            tags.add(asset.tags.getOrDefault(i, "part " + i + " is missing"));
        }
        List<String> given = new ArrayList<>();
        asked.path("uploadedPartIds").forEach(tag -> given.add(tag.asText()));
        if (!given.equals(tags)) {
            throw Refusal.value("uploadedPartIds", "they are not the tags of all parts in their order");
        }
        ObjectNode event = Changes.event("media.finished").put("urn", asset.urn);
        event.put("readyAt", world.now() + settings.processingMillis());
        event.put("failed", settings.flag("fail-processing", false));
        changes.accepted(
                "media.finish",
                asset.owner,
                asset.urn,
                "",
                event,
                request.exchange().id());
        apply(event);
        return Reply.json(200, Changes.JSON.createObjectNode());
    }

    private Asset require(String urn) {
        Asset asset = assets.get(urn);
        if (asset == null) {
            throw Refusal.notFound(urn);
        }
        return asset;
    }

    Reply get(Request request) {
        Asset asset = require(request.segment(2));
        rights.author(request, asset.owner, request.segment(1) + ".GET");
        ObjectNode node = Changes.JSON.createObjectNode().put("id", asset.urn).put("owner", asset.owner);
        node.put("status", status(asset));
        if (asset.failed && status(asset).equals("PROCESSING_FAILED")) {
            node.put("processingFailureReason", "The file could not be read");
        }
        return Reply.json(200, node);
    }

    private String status(Asset asset) {
        if (asset.readyAt < 0) {
            return "WAITING_UPLOAD";
        }
        if (world.now() < asset.readyAt) {
            return "PROCESSING";
        }
        return asset.failed ? "PROCESSING_FAILED" : "AVAILABLE";
    }

    /** Refuses a file that a post may not show. */
    void requireAvailable(String urn, String owner) {
        Asset asset = assets.get(urn);
        if (asset == null || !Set.of("image", "video", "document").contains(urn.split(":", 4)[2])) {
            throw new Refusal(400, 0, "INVALID_URN_ID", urn + " is not known");
        }
        if (!asset.owner.equals(owner)) {
            throw Refusal.denied(urn);
        }
        if (!status(asset).equals("AVAILABLE")) {
            throw Refusal.value("content/media/id", urn + " is not AVAILABLE but " + status(asset));
        }
    }

    /** Does, live or when the journal is read again, what an event says. */
    void apply(JsonNode event) {
        @Nullable Asset asset = assets.get(event.path("urn").asText());
        switch (event.path("event").asText()) {
            case "media" -> {
                Asset fresh = new Asset(
                        event.get("urn").asText(),
                        event.get("owner").asText(),
                        event.get("size").asLong(),
                        event.get("at").asLong());
                event.get("secrets").forEach(secret -> {
                    fresh.secrets.add(secret.asText());
                    bySecret.put(secret.asText(), fresh);
                });
                assets.put(fresh.urn, fresh);
            }
            case "media.part", "media.finished" -> {
                if (asset != null) {
                    if (event.has("part")) {
                        asset.tags.put(
                                event.get("part").asInt(), event.get("tag").asText());
                    }
                    asset.readyAt = event.path("readyAt").asLong(asset.readyAt);
                    asset.failed = event.path("failed").asBoolean(asset.failed);
                }
            }
            default -> {}
        }
    }
}
