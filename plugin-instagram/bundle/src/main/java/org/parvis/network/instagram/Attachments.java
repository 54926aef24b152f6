package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Attachment;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** Pictures, films and files, in the several forms in which the Graph API and its webhooks carry them. */
final class Attachments {

    private static final String UNKNOWN = "application/octet-stream";

    private Attachments() {}

    static List<Attachment> ofMedium(JsonNode medium) {
        List<Attachment> found = new ArrayList<>();
        for (JsonNode child : Json.list(Json.at(medium, "children"), "data")) {
            addMedium(found, child);
        }
        if (found.isEmpty()) {
            addMedium(found, medium);
        }
        return found;
    }

    private static void addMedium(List<Attachment> found, JsonNode medium) {
        boolean film = Json.textOr("", medium, "media_type").equals("VIDEO");
        String address = Json.text(medium, "media_url");
        if (address == null) {
            add(found, "image/jpeg", Json.text(medium, "thumbnail_url"), null);
        } else {
            add(found, film ? "video/mp4" : "image/jpeg", address, Json.text(medium, "alt_text"));
        }
    }

    /** Of a message as the list of a conversation has it. */
    static List<Attachment> ofMessage(JsonNode message) {
        List<Attachment> found = new ArrayList<>();
        for (JsonNode each : Json.list(Json.at(message, "attachments"), "data")) {
            add(found, "image/jpeg", Json.text(Json.at(each, "image_data"), "url"), Json.text(each, "name"));
            add(found, "video/mp4", Json.text(Json.at(each, "video_data"), "url"), Json.text(each, "name"));
            add(found, UNKNOWN, Json.text(each, "file_url"), Json.text(each, "name"));
        }
        for (JsonNode share : Json.list(Json.at(message, "shares"), "data")) {
            add(found, "text/html", Json.text(share, "link"), null);
        }
        return found;
    }

    /** Of a message as a webhook has it. */
    static List<Attachment> ofEvent(JsonNode message) {
        List<Attachment> found = new ArrayList<>();
        for (JsonNode each : Json.list(message, "attachments")) {
            JsonNode payload = Json.at(each, "payload");
            String type = switch (Json.textOr("", each, "type")) {
                case "image", "story_mention" -> "image/jpeg";
                case "video", "ig_reel", "reel" -> "video/mp4";
                case "audio" -> "audio/mpeg";
                case "share", "ig_post", "template" -> "text/html";
                default -> UNKNOWN;
            };
            add(found, type, Json.text(payload, "url"), Json.text(payload, "title"));
        }
        return found;
    }

    private static void add(
            List<Attachment> found, String type, @Nullable String address, @Nullable String alternative) {
        URI uri = Addresses.read(address);
        if (uri != null) {
            found.add(new Attachment(type, uri, alternative));
        }
    }
}
