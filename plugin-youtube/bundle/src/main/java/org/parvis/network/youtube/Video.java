package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Attachment;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** A film as YouTube describes it. */
record Video(String id, JsonNode json) {
    static Optional<Video> read(JsonNode json) {
        String id = Json.id(json, "id");
        return id == null ? Optional.empty() : Optional.of(new Video(id, json));
    }

    JsonNode snippet() {
        return Json.at(json, "snippet");
    }

    JsonNode status() {
        return Json.at(json, "status");
    }

    String title() {
        return Json.textOr("", snippet(), "title");
    }

    String description() {
        return Json.textOr("", snippet(), "description");
    }

    /** When the network will show it, where it is told to wait. */
    Optional<Instant> publishAt() {
        return Json.time(status(), "publishAt");
    }

    /** Whether it is for nobody but the channel, and not going to be shown by itself. */
    boolean isKeptPrivate() {
        return "private".equals(Json.text(status(), "privacyStatus"))
                && publishAt().isEmpty();
    }

    static @Nullable URI permalink(String id) {
        return Addresses.read("https://www.youtube.com/watch?v=" + Addresses.segment(id));
    }

    /** @param listed when the list of uploads says that it came */
    RemotePost toRemotePost(Instant listed) {
        Instant time = publishAt().or(() -> Json.time(snippet(), "publishedAt")).orElse(listed);
        String text = description().isBlank() ? title() : title() + "\n\n" + description();
        URI picture = YoutubeLinker.picture(snippet());
        List<Attachment> attachments =
                picture == null ? List.of() : List.of(new Attachment("image/jpeg", picture, null));
        return new RemotePost(
                new RemoteId(id), time, text, attachments, List.of(), counts(), permalink(id), Json.bytes(json));
    }

    /** What YouTube counts, by the platform's names; what it hides is left out. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>();
        YoutubeMetrics.OF_VIDEO.forEach((name, metric) ->
                Json.whole(Json.at(json, "statistics"), name).ifPresent(value -> counts.put(metric, value)));
        return counts;
    }
}
