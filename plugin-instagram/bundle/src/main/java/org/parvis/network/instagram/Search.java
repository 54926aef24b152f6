package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Reconciliation;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Looks for one intent among what the account published since it left. Kind and caption decide; where there is no caption,
 * the network shows nothing by which two pictures could be told apart, and a person decides.
 */
final class Search {

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);
    private static final int MOST_PAGES = 20;
    private static final String FIELDS = "id,caption,media_type,media_product_type,permalink,timestamp";

    private final NetworkCall call;
    private final String format;
    private final String text;
    private final Instant from;

    /** From new to old. */
    private final List<PublishOutcome.Published> matches = new ArrayList<>();

    private boolean cut;

    Search(NetworkCall call, String format, String text, Instant notBefore) {
        this.call = call;
        this.format = format;
        this.text = normal(text);
        this.from = notBefore.minus(CLOCK_TOLERANCE);
    }

    /** The oldest match is the first that left. */
    Reconciliation reconcile() throws NetworkException {
        look();
        if (!matches.isEmpty()) {
            return text.isEmpty()
                    ? new Reconciliation.Unknown(
                            "Something was published since then that may be it; without a caption nobody can tell")
                    : new Reconciliation.Found(matches.get(matches.size() - 1));
        }
        return cut
                ? new Reconciliation.Unknown("The account published more since then than is read")
                : new Reconciliation.NotFound();
    }

    /** The only match, of something that is known to be out; see {@link #isAmbiguous} where there is none. */
    Optional<PublishOutcome.Published> only() throws NetworkException {
        look();
        if (text.isEmpty()) {
            return matches.size() == 1 ? Optional.of(matches.get(0)) : Optional.empty();
        }
        return matches.isEmpty() ? Optional.empty() : Optional.of(matches.get(matches.size() - 1));
    }

    boolean isAmbiguous() {
        return matches.size() > 1;
    }

    private void look() throws NetworkException {
        Graph graph = new Graph(call);
        boolean story = format.equals("story");
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fields", FIELDS);
        query.put("limit", "100");
        for (int page = 0; page < MOST_PAGES; page++) {
            call.checkActive();
            JsonNode answer = graph.read(
                    story ? Operations.STORIES : Operations.MEDIA, graph.account(story ? "stories" : "media"), query);
            boolean passed = false;
            for (JsonNode medium : Json.list(answer, "data")) {
                passed |= look(medium);
            }
            String after = GraphPaging.after(answer);
            if (passed || after == null || after.equals(query.get("after"))) {
                return;
            }
            query.put("after", after);
        }
        cut = true;
    }

    /** Whether the medium is older than the intent. */
    private boolean look(JsonNode medium) {
        String id = Medium.id(medium);
        Instant at = Json.time(medium, "timestamp").orElse(call.clock().instant());
        if (id == null) {
            return false;
        }
        if (at.isBefore(from)) {
            return true;
        }
        boolean same = normal(Json.textOr("", medium, "caption")).equals(text);
        if (isOfKind(medium) && (same || format.equals("story"))) {
            matches.add(
                    new PublishOutcome.Published(new RemoteId(id), Addresses.read(Json.text(medium, "permalink")), at));
        }
        return false;
    }

    /** What Instagram does not say decides nothing. */
    private boolean isOfKind(JsonNode medium) {
        String type = Json.textOr("", medium, "media_type");
        return switch (format) {
            case "image" -> type.isEmpty() || type.equals("IMAGE");
            case "carousel" -> type.isEmpty() || type.equals("CAROUSEL_ALBUM");
            case "reel" -> type.isEmpty() || type.equals("VIDEO");
            default -> true;
        };
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .strip();
    }
}
