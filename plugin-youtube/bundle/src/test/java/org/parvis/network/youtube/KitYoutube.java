package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.parvis.model.RemoteId;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.TokenGrant;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.SimulatedAccount;
import org.parvis.toolkit.json.Json;

/** The simulated YouTube, as the kit wants a network. */
final class KitYoutube implements NetworkSimulator {
    static final String ACME = "UCacme0000000000000000AA";
    /** What the descriptor's figures are called on YouTube. */
    private static final Map<String, String> METRICS = metrics();

    private final Path home;
    private final SimulatedYoutube youtube;

    private KitYoutube(Path home, SimulatedYoutube youtube) {
        this.home = home;
        this.youtube = youtube;
    }

    static KitYoutube start() throws Exception {
        Path home = Files.createTempDirectory("youtube-kit");
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(
                archive,
                "{\"type\":\"Organization\",\"id\":\"urn:parvis:youtube:user:" + ACME
                        + "\",\"preferredUsername\":\"Acme\",\"name\":\"Acme\",\"network\":\"youtube\"}\n");
        SimulatedYoutube youtube = SimulatedYoutube.start(SimulatedYoutube.options(home.resolve("state"), archive)
                .setting("public-address", "https://youtube.googleapis.com"));
        youtube.at("2026-11-22T12:00:00Z");
        return new KitYoutube(home, youtube);
    }

    private static Map<String, String> metrics() {
        Map<String, String> metrics = new HashMap<>();
        YoutubeMetrics.OF_REPORT.forEach((name, metric) -> metrics.put(metric, name));
        YoutubeMetrics.OF_VIDEO.forEach((name, metric) -> metrics.put(metric, name));
        YoutubeMetrics.OF_CHANNEL.forEach((name, metric) -> metrics.put(metric, name));
        return metrics;
    }

    @Override
    public URI route(URI address) {
        return NetworkSimulator.moved(address, youtube.simulation.networkUri("youtube"));
    }

    @Override
    public ClientCredentials client() {
        return new ClientCredentials("parvis-demo", "parvis-demo-secret");
    }

    @Override
    public SimulatedAccount account() throws Exception {
        JsonNode granted = youtube.token("Acme");
        TokenGrant grant = new TokenGrant(
                granted.path("access_token").asText(),
                granted.path("refresh_token").asText(),
                clock().instant().plusSeconds(granted.path("expires_in").asLong()),
                Set.of(granted.path("scope").asText().split(" ")));
        return new SimulatedAccount(new RemoteId(ACME), "Acme", "default", grant);
    }

    @Override
    public Clock clock() {
        return youtube.simulation.clock();
    }

    @Override
    public void advance(Duration time) {
        youtube.simulation.clock().step(time);
        youtube.simulation.clockChanged();
    }

    @Override
    public int seen(String marker) {
        JsonNode seen = control("seen", Json.object().put("account", "Acme").put("text", marker));
        return seen.path("films").asInt() + seen.path("comments").asInt();
    }

    private JsonNode control(String operation, ObjectNode request) {
        return youtube.simulation.control("youtube", operation, request);
    }

    private RemoteId made(String operation, ObjectNode request) {
        return new RemoteId(control(operation, request).path("id").asText());
    }

    @Override
    public RemoteId post(String text) {
        return made("videos", Json.object().put("account", "Acme").put("title", text));
    }

    @Override
    public RemoteId answer(RemoteId item, String text) {
        return made(
                "strangers/post",
                Json.object().put("author", "Acme").put("text", text).put("inReplyTo", item.value()));
    }

    @Override
    public RemoteId comment(RemoteId post, String text) {
        return made(
                "strangers/post",
                Json.object().put("author", "jo").put("text", text).put("video", post.value()));
    }

    @Override
    public RemoteId edit(RemoteId item, String text) {
        return made("strangers/edit", Json.object().put("id", item.value()).put("text", text));
    }

    @Override
    public void delete(RemoteId item) {
        control("strangers/delete", Json.object().put("id", item.value()));
    }

    @Override
    public boolean hidden(RemoteId item) {
        String status = control("comments", Json.object().put("id", item.value()))
                .path("moderationStatus")
                .asText();
        return !status.equals("published");
    }

    @Override
    public void expireToken() {
        control("expire-token", Json.object().put("account", "Acme"));
    }

    @Override
    public void revokeAuthorization() {
        control("revoke", Json.object().put("account", "Acme"));
    }

    @Override
    public void retireMetric(String metric) {
        control("metrics/retire", Json.object().put("metric", METRICS.getOrDefault(metric, metric)));
    }

    @Override
    public void close() throws Exception {
        youtube.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
