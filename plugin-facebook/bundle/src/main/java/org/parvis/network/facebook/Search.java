package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Reconciliation;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Looks for one intent among what the page published (or scheduled) since it left. The text decides; where there is none, the
 * network shows nothing by which two pictures could be told apart, and a person decides.
 */
final class Search {

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);
    private static final int MOST_PAGES = 20;
    private static final String FIELDS =
            "id,message,story,created_time,permalink_url,status_type," + "attachments{media_type,type,url,target}";

    private final NetworkCall call;
    private final Variant variant;
    private final PostOptions options;
    private final Instant from;
    private PublishOutcome.@Nullable Published match;
    private PublishOutcome.@Nullable Pending planned;
    private boolean undecided;
    private boolean cut;

    Search(NetworkCall call, Variant variant, Instant notBefore) {
        this.call = call;
        this.variant = variant;
        this.options = PostOptions.of(variant);
        this.from = notBefore.minus(CLOCK_TOLERANCE);
    }

    Reconciliation run() throws NetworkException {
        switch (variant.format()) {
            case "story" -> stories();
            case "reel" -> list(Operations.REELS, "video_reels", Fields.REEL);
            default -> {
                list(Operations.POSTS, "published_posts", FIELDS);
                if (match == null && options.scheduledAt() != null) {
                    list(Operations.POSTS, "scheduled_posts", "id,message,created_time,scheduled_publish_time");
                }
            }
        }
        if (match != null) {
            return new Reconciliation.Found(match);
        }
        if (planned != null) {
            return new Reconciliation.Underway(planned);
        }
        if (undecided) {
            return new Reconciliation.Unknown(
                    "Something was published since then that may be it; without a text nobody can tell");
        }
        return cut
                ? new Reconciliation.Unknown("The page published more since then than is read")
                : new Reconciliation.NotFound();
    }

    private void list(String operation, String edge, String fields) throws NetworkException {
        Graph graph = new Graph(call);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fields", fields);
        query.put("limit", "100");
        if (edge.equals("published_posts")) {
            query.put("since", Long.toString(from.getEpochSecond()));
        }
        for (int page = 0; page < MOST_PAGES; page++) {
            call.checkActive();
            JsonNode answer = graph.read(operation, graph.page(edge), query);
            boolean passed = false;
            for (JsonNode post : Json.list(answer, "data")) {
                passed |= look(post);
            }
            String after = GraphPaging.after(answer);
            if (passed || after == null || after.equals(query.get("after"))) {
                return;
            }
            query.put("after", after);
        }
        cut = true;
    }

    /** Whether the post is older than the intent. The oldest match wins: it is the first that left. */
    private boolean look(JsonNode post) {
        String id = PagePost.id(post, call.account());
        Instant at = Json.time(post, "created_time").orElse(call.clock().instant());
        if (id == null) {
            return false;
        }
        if (at.isBefore(from)) {
            return true;
        }
        String shown = Json.textOr("", post, "message", "description");
        if (!normal(shown).equals(normal(variant.text())) || !isOfKind(post)) {
            return false;
        }
        if (normal(variant.text()).isEmpty() && options.link() == null) {
            undecided = true;
        } else {
            RemoteId found = new RemoteId(id);
            Optional<Instant> due = Json.whole(post, "scheduled_publish_time").map(Instant::ofEpochSecond);
            if (due.isPresent()) {
                planned = FacebookPublisher.scheduled(
                        found, due.get(), call.clock().instant());
                return false;
            }
            URI address = Addresses.read(Json.text(post, "permalink_url"));
            match = new PublishOutcome.Published(
                    found, address == null ? FacebookPublisher.permalink(found) : address, at);
        }
        return false;
    }

    /** Two posts of one text may differ in what hangs on them; what Facebook does not say decides nothing. */
    private boolean isOfKind(JsonNode post) {
        List<JsonNode> attachments = Json.list(Json.at(post, "attachments"), "data");
        String type = attachments.isEmpty() ? "" : Json.textOr("", attachments.get(0), "media_type", "type");
        return switch (variant.format()) {
            case "image", "images" -> type.isEmpty() || type.contains("photo") || type.contains("album");
            case "video" -> type.isEmpty() || type.contains("video");
            case "link" -> type.isEmpty() || !type.contains("photo") && !type.contains("video");
            case "text" -> !type.contains("photo") && !type.contains("album") && !type.contains("video");
            default -> true;
        };
    }

    private void stories() throws NetworkException {
        Graph graph = new Graph(call);
        JsonNode answer = graph.read(
                Operations.STORIES,
                graph.page("stories"),
                Map.of("fields", "post_id,status,creation_time,media_type", "limit", "100"));
        for (JsonNode story : Json.list(answer, "data")) {
            Instant at = Json.whole(story, "creation_time")
                    .map(Instant::ofEpochSecond)
                    .orElse(call.clock().instant());
            undecided |= !at.isBefore(from);
        }
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .strip();
    }
}
