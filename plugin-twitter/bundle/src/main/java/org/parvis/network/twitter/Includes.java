package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Attachment;
import org.parvis.model.Author;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** What an answer carries beside its posts: the people, posts and files they refer to. */
final class Includes {
    private final Map<String, JsonNode> users;
    private final Map<String, JsonNode> posts;
    private final Map<String, JsonNode> media;

    private Includes(Map<String, JsonNode> users, Map<String, JsonNode> posts, Map<String, JsonNode> media) {
        this.users = users;
        this.posts = posts;
        this.media = media;
    }

    static Includes of(JsonNode answer) {
        JsonNode includes = Json.at(answer, "includes");
        return new Includes(
                index("id", Json.list(includes, "users")),
                index("id", Json.list(includes, "tweets", "posts")),
                index("media_key", Json.list(includes, "media")));
    }

    private static Map<String, JsonNode> index(String key, List<JsonNode> elements) {
        Map<String, JsonNode> index = new LinkedHashMap<>();
        for (JsonNode element : elements) {
            // Activity webhooks wrap some of their users once more.
            JsonNode plain = Json.at(element, "data").isObject() ? Json.at(element, "data") : element;
            String id = Json.id(plain, key);
            if (id != null) {
                index.put(id, plain);
            }
        }
        return index;
    }

    Collection<JsonNode> posts() {
        return posts.values();
    }

    Optional<JsonNode> post(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(posts.get(id));
    }

    /** The author as X shows them, or as much as is known: of the account its own name, of others their id. */
    Author author(String id, @Nullable AccountRef account) {
        JsonNode user = users.get(id);
        String known = account != null && account.remoteId().value().equals(id) ? account.handle() : id;
        String handle = nonBlank(Json.text(user, "username"), known);
        URI picture = Addresses.read(Json.text(user, "profile_image_url"));
        return new Author(new RemoteId(id), handle, nonBlank(Json.text(user, "name"), handle), picture);
    }

    private static String nonBlank(@Nullable String text, String fallback) {
        return text == null || text.isBlank() ? fallback : text;
    }

    List<Attachment> attachments(JsonNode message) {
        List<Attachment> attachments = new ArrayList<>();
        for (String key : Json.ids(Json.at(message, "attachments"), "media_keys")) {
            JsonNode file = media.get(key);
            Attachment attachment = file == null ? null : attachment(file);
            if (attachment != null) {
                attachments.add(attachment);
            }
        }
        return attachments;
    }

    private static @Nullable Attachment attachment(JsonNode file) {
        String alternative = Json.text(file, "alt_text");
        JsonNode film = Json.list(file, "variants").stream()
                .filter(variant -> Json.textOr("", variant, "content_type").equals("video/mp4"))
                .max(Comparator.comparingLong(
                        variant -> Json.whole(variant, "bit_rate").orElse(0L)))
                .orElse(null);
        URI filmAddress = Addresses.read(Json.text(film, "url"));
        if (filmAddress != null) {
            return new Attachment("video/mp4", filmAddress, alternative);
        }
        URI picture = Addresses.read(Json.text(file, "url", "preview_image_url"));
        return picture == null ? null : new Attachment(pictureType(picture), picture, alternative);
    }

    private static String pictureType(URI address) {
        String path = address.getPath().toLowerCase(Locale.ROOT);
        if (path.endsWith(".jpg") || path.endsWith(".jpeg")) {
            return "image/jpeg";
        }
        return path.endsWith(".png") ? "image/png" : "application/octet-stream";
    }
}
