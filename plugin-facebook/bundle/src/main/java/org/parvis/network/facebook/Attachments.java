package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Attachment;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** Pictures, films and files, in the several forms in which the Graph API and its webhooks carry them. */
final class Attachments {

    private static final String UNKNOWN = "application/octet-stream";

    private Attachments() {}

    /** Of a post, or of a comment, which has one at most. */
    static List<Attachment> ofContent(JsonNode content) {
        List<Attachment> found = new ArrayList<>();
        JsonNode single = Json.at(content, "attachment");
        if (!single.isMissingNode()) {
            addStory(found, single);
        }
        for (JsonNode each : Json.list(Json.at(content, "attachments"), "data")) {
            addStory(found, each);
        }
        if (found.isEmpty()) {
            add(found, "image/jpeg", Json.text(content, "full_picture", "photo"), null);
            add(found, "video/mp4", Json.text(content, "video"), null);
        }
        return found;
    }

    private static void addStory(List<Attachment> found, JsonNode attachment) {
        JsonNode media = Json.at(attachment, "media");
        String type = Json.textOr("", attachment, "media_type", "type").toLowerCase(Locale.ROOT);
        String title = Json.text(attachment, "title", "description");
        String film = Json.text(media, "source");
        if (type.contains("video") && film != null) {
            add(found, "video/mp4", film, title);
            return;
        }
        String picture = Json.text(Json.at(media, "image"), "src");
        if (picture != null) {
            add(found, pictureType(picture), picture, title);
        } else if (!type.contains("photo") && !type.contains("video")) {
            add(found, "text/html", Json.text(attachment, "url"), title);
        }
    }

    /** Of a message as the list of a conversation has it. */
    static List<Attachment> ofMessage(JsonNode message) {
        List<Attachment> found = new ArrayList<>();
        for (JsonNode each : Json.list(Json.at(message, "attachments"), "data")) {
            String type = Json.textOr(UNKNOWN, each, "mime_type");
            String address = Json.text(Json.at(each, "image_data"), "url");
            if (address == null) {
                address = Json.text(Json.at(each, "video_data"), "url");
            }
            add(found, type, address == null ? Json.text(each, "file_url") : address, Json.text(each, "name"));
        }
        add(found, "image/png", Json.text(message, "sticker"), null);
        for (JsonNode share : Json.list(Json.at(message, "shares"), "data")) {
            add(found, "text/html", Json.text(share, "link"), Json.text(share, "name"));
        }
        return found;
    }

    /** Of a message as a webhook has it. */
    static List<Attachment> ofEvent(JsonNode message) {
        List<Attachment> found = new ArrayList<>();
        for (JsonNode each : Json.list(message, "attachments")) {
            JsonNode payload = Json.at(each, "payload");
            String type = switch (Json.textOr("", each, "type")) {
                case "image" -> "image/jpeg";
                case "video" -> "video/mp4";
                case "audio" -> "audio/mpeg";
                case "template", "fallback" -> "text/html";
                default -> UNKNOWN;
            };
            String address = Json.text(payload, "url");
            add(found, type, address == null ? Json.text(each, "url") : address, Json.text(each, "title"));
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

    private static String pictureType(String address) {
        return address.contains(".png") ? "image/png" : "image/jpeg";
    }
}
