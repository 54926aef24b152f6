package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parvis.model.RemoteId;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.TokenGrant;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.NotSimulatedException;
import org.parvis.tck.SimulatedAccount;
import org.parvis.toolkit.json.Json;

/** LinkedIn's simulator as the kit's witness: one page, nothing else. */
final class KitLinkedin implements NetworkSimulator {
    private static final String PAGE = "urn:li:organization:2414183";
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:linkedin:user:2414183","preferredUsername":"acme","name":"Acme Ltd","followers":{"totalItems":4000}}
            """;

    /** What the reports call the descriptor's figures; those that are not here come from an operation of their own. */
    private static final Map<String, String> FIGURES = Map.of(
            "impressions", "impressionCount",
            "reach", "uniqueImpressionsCount",
            "reactions", "likeCount",
            "comments", "commentCount",
            "shares", "shareCount",
            "clicks", "clickCount",
            "linkedin:engagement-rate", "engagement");

    private final Path home;
    private final SimulatedLinkedin linkedin;
    private @Nullable SimulatedAccount account;

    KitLinkedin() throws Exception {
        home = Files.createTempDirectory("linkedin");
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        linkedin = SimulatedLinkedin.start(
                SimulatedLinkedin.options(home.resolve("state"), archive).shift("none"));
        linkedin.at("2026-11-22T12:00:00Z");
    }

    @Override
    public URI route(URI address) {
        return NetworkSimulator.moved(address, linkedin.simulation.networkUri("linkedin"));
    }

    @Override
    public ClientCredentials client() {
        return new ClientCredentials("parvis-demo", "parvis-demo-secret");
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("application.id", "4711");
    }

    @Override
    public SimulatedAccount account() throws Exception {
        if (account == null) {
            JsonNode answer = linkedin.exchange(linkedin.code("acme", SimulatedLinkedin.SCOPES));
            Instant end =
                    clock().instant().plusSeconds(answer.path("expires_in").asLong());
            TokenGrant grant = new TokenGrant(
                    answer.path("access_token").asText(),
                    answer.path("refresh_token").asText(),
                    end,
                    Set.copyOf(Arrays.asList(answer.path("scope").asText().split(","))));
            account = new SimulatedAccount(new RemoteId(PAGE), "acme", "organization", grant);
        }
        return account;
    }

    @Override
    public Clock clock() {
        return linkedin.simulation.clock();
    }

    @Override
    public void advance(Duration time) {
        linkedin.step(time);
    }

    private JsonNode control(String operation, ObjectNode request) {
        return linkedin.simulation.control("linkedin", operation, request);
    }

    @Override
    public int seen(String marker) {
        return control("seen", Json.object().put("account", "acme").put("text", marker))
                .path("count")
                .asInt();
    }

    private RemoteId write(String author, String text, @Nullable RemoteId over) {
        ObjectNode request = Json.object().put("author", author).put("text", text);
        if (over != null) {
            request.put("inReplyTo", over.value());
        }
        return new RemoteId(control("strangers/post", request).path("id").asText());
    }

    @Override
    public RemoteId post(String text) {
        RemoteId post = write("acme", text, null);
        // LinkedIn reports nothing of posts that nobody saw.
        control(
                "figures",
                Json.object().put("id", post.value()).put("impressions", 25).put("clicks", 2));
        return post;
    }

    @Override
    public RemoteId answer(RemoteId item, String text) {
        return write("acme", text, item);
    }

    @Override
    public RemoteId comment(RemoteId post, String text) {
        return write("Mara", text, post);
    }

    @Override
    public RemoteId mention(String text) {
        ObjectNode request = Json.object().put("author", "Mara").put("text", text);
        request.putArray("mentions").add("acme");
        return new RemoteId(control("strangers/post", request).path("id").asText());
    }

    @Override
    public RemoteId edit(RemoteId item, String text) {
        control("strangers/edit", Json.object().put("id", item.value()).put("text", text));
        return item;
    }

    @Override
    public void delete(RemoteId item) {
        control("strangers/delete", Json.object().put("id", item.value()));
    }

    @Override
    public boolean liked(RemoteId item) {
        JsonNode answer =
                control("reactions", Json.object().put("account", "acme").put("id", item.value()));
        return !answer.path("reaction").asText().isEmpty();
    }

    @Override
    public void expireToken() {
        control("expire-token", Json.object().put("account", "acme"));
    }

    @Override
    public void revokeAuthorization() {
        control("revoke", Json.object().put("account", "acme"));
    }

    @Override
    public void retireMetric(String metric) {
        String figure = FIGURES.get(metric);
        if (figure != null) {
            control("retire", Json.object().put("metric", figure));
            return;
        }
        String operation = switch (metric) {
            case "followers" -> "statistics.size";
            case "linkedin:followers-gained", "linkedin:followers-gained-paid" -> "statistics.followers";
            case "linkedin:page-views", "linkedin:page-visitors" -> "statistics.page";
            default -> throw new NotSimulatedException("The simulator does not know the figure " + metric);
        };
        control("retire", Json.object().put("operation", operation));
    }

    @Override
    public void close() throws Exception {
        linkedin.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
