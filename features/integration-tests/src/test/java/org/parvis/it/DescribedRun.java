package org.parvis.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.parvis.network.facebook.DescribedRequests;
import org.parvis.network.twitter.OpenApi;
import org.parvis.network.youtube.Discovery;
import org.parvis.spi.http.HttpRequest;

/**
 * Everything that the platform asked of the networks, judged by their own descriptions: X's OpenAPI document, Google's
 * discovery documents, and what Meta generates its libraries from. LinkedIn publishes none. What a description lacks and the
 * documentation has is listed here and, with its reason, in {@code docs/described-requests.md}.
 */
final class DescribedRun {
    private static final Path SPECIFICATIONS = Path.of("networks/specs");

    /** With Instagram Login, as its documentation says and its description does not. */
    private static final Map<String, String> OF_INSTAGRAM = Map.of(
            "POST IGUserForIGOnlyAPI/media_publish",
            "described as mediapublish; the documentation and the wire have the underscore");

    /** The simulators remember no more of a body; one that is cut cannot be judged. */
    private static final int LONGEST = 65_536;

    private final Map<String, String> instagramTypes = new HashMap<>();
    private final Map<String, String> facebookTypes = new HashMap<>();
    private final DescribedRequests facebook;
    private final DescribedRequests instagram;
    private final OpenApi twitter;
    private final List<Discovery> youtube;
    private final Set<String> pages = new TreeSet<>();

    private final Set<String> tooLong = new TreeSet<>();

    /** What each network was asked, how often. */
    private final Map<String, Integer> asked = new TreeMap<>();

    DescribedRun(FiveNetworks five) throws IOException {
        Path shared = Path.of(System.getProperty("parvis.shared", "../shared"));
        assumeTrue(
                Files.isDirectory(shared.resolve(SPECIFICATIONS)),
                () -> "the networks' own descriptions are not here: " + shared.resolve(SPECIFICATIONS));
        for (int i = 0; i < five.linked(); i++) {
            pages.add(five.account(Network.FACEBOOK, i).remoteId());
            instagramTypes.put(five.account(Network.INSTAGRAM, i).remoteId(), "IGUserForIGOnlyAPI");
            instagramTypes.put(five.account(Network.INSTAGRAM, i).post(), "IGMedia");
        }
        facebook = DescribedRequests.ofFacebook(this::facebookType);
        instagram = new DescribedRequests(OF_INSTAGRAM, this::instagramType);
        twitter = OpenApi.read(shared.resolve(SPECIFICATIONS.resolve("twitter/x-api-v2.166-openapi.json")));
        youtube = List.of(Discovery.read("youtube__v3.json"), Discovery.read("youtubeAnalytics__v2.json"));
    }

    /** Learns from an answer what kind of thing an id names. */
    private void learn(JsonNode exchange) {
        String network = exchange.path("network").asText();
        String operation = exchange.path("operation").asText();
        String id;
        try {
            JsonNode answer = Api.JSON.readTree(exchange.path("answer").asText());
            id = answer.path("id").asText();
            learn(network, operation, answer.path("data"));
        } catch (IOException cutOff) {
            return;
        }
        if (network.equals("instagram") && !id.isEmpty()) {
            switch (operation) {
                // Nothing describes what a container can be asked for.
                case "post.media" -> instagramTypes.put(id, "");
                case "post.media_publish" -> instagramTypes.put(id, "IGMedia");
                default -> {}
            }
        }
        if (network.equals("facebook") && operation.equals("post.photos") && !id.isEmpty()) {
            facebookTypes.put(id, "Photo");
        }
    }

    /** Posts of others have ids that look like those of comments; so have media. */
    private void learn(String network, String operation, JsonNode listed) {
        boolean posts = network.equals("facebook")
                && Set.of("get.tagged", "get.visitor_posts").contains(operation);
        boolean media =
                network.equals("instagram") && Set.of("get.media", "get.tags").contains(operation);
        for (JsonNode each : listed) {
            if (posts) {
                facebookTypes.put(each.path("id").asText(), "PagePost");
            } else if (media) {
                instagramTypes.put(each.path("id").asText(), "IGMedia");
            }
        }
    }

    private String facebookType(String id) {
        if (id.equals("me")) {
            return "User";
        }
        if (pages.contains(id)) {
            return "Page";
        }
        if (facebookTypes.containsKey(id)) {
            return facebookTypes.get(id);
        }
        if (id.startsWith("t_")) {
            return "UnifiedThread";
        }
        boolean post = id.contains("_") && pages.contains(id.replaceAll("_.*", ""));
        return post ? "PagePost" : id.contains("_") ? "Comment" : "AdVideo";
    }

    private String instagramType(String id) {
        if (id.equals("me")) {
            return "IGUserForIGOnlyAPI";
        }
        if (instagramTypes.containsKey(id)) {
            return instagramTypes.get(id);
        }
        return id.matches("\\d+") ? "IGComment" : "UnifiedThread";
    }

    /** Names what the descriptions have against what was asked; pages for people are not judged. */
    Set<String> complaints(Iterable<JsonNode> exchanges, Predicate<String> forPeople) throws IOException {
        Set<String> complaints = new TreeSet<>();
        // First all of it: where an answer never arrived, only a later list tells what was made.
        exchanges.forEach(this::learn);
        for (JsonNode exchange : exchanges) {
            String operation = exchange.path("operation").asText();
            if (!forPeople.test(operation)) {
                asked.merge(exchange.path("network").asText() + " " + operation, 1, Integer::sum);
                if (exchange.path("contentType").asText().contains("json")
                        && exchange.path("request").asText().length() >= LONGEST) {
                    tooLong.add(operation);
                    continue;
                }
                HttpRequest request = request(exchange);
                for (String complaint : complaints(exchange.path("network").asText(), request)) {
                    complaints.add(exchange.path("network").asText() + " " + operation + ": " + complaint);
                }
            }
        }
        return complaints;
    }

    private Iterable<String> complaints(String network, HttpRequest request) throws IOException {
        String path = request.address().getPath();
        return switch (network) {
            case "facebook" -> facebook.problems(request);
            case "instagram" -> instagram.problems(request);
            case "twitter" -> path.startsWith("/2/oauth2/") ? List.of() : twitter.complaints(request);
            case "youtube" -> ofYoutube(path, request);
            default -> List.of();
        };
    }

    private Iterable<String> ofYoutube(String path, HttpRequest request) {
        boolean described = path.startsWith("/youtube/") || path.startsWith("/v2/");
        for (Discovery discovery : youtube) {
            var complaints = discovery.complaints(request);
            if (complaints.isPresent()) {
                return complaints.get();
            }
        }
        return described ? List.of("nothing describes " + request.method() + " " + path) : List.of();
    }

    /** What is listed as lacking in a description, and was not asked for. */
    Set<String> listedForNothing() {
        return instagram.unused();
    }

    /** What was too long to be judged. */
    Set<String> tooLong() {
        return tooLong;
    }

    /** What was asked, with how many requests of each kind. */
    Map<String, Integer> asked() {
        return asked;
    }

    private static HttpRequest request(JsonNode exchange) {
        StringBuilder query = new StringBuilder();
        exchange.path("query").properties().forEach(parameter -> {
            String value = parameter.getValue().isArray()
                    ? parameter.getValue().path(0).asText()
                    : parameter.getValue().asText();
            query.append(query.isEmpty() ? "?" : "&")
                    .append(encode(parameter.getKey()))
                    .append('=')
                    .append(encode(value));
        });
        String path = exchange.path("path")
                .asText()
                .replace(" ", "%20")
                .replace("(", "%28")
                .replace(")", "%29");
        HttpRequest.Builder builder = HttpRequest.settling(
                exchange.path("operation").asText(),
                exchange.path("method").asText(),
                URI.create("http://network" + path + query));
        String body = exchange.path("request").asText();
        String type = exchange.path("contentType").asText();
        return body.isEmpty()
                ? builder.build()
                : builder.header("Content-Type", type)
                        .body(type, body.getBytes(StandardCharsets.UTF_8))
                        .build();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
