package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;

/** A simulated YouTube with one channel, one film and one comment, and a plain client of its own. */
final class SmallWorld implements AutoCloseable {
    static final String ACME = "UCacme0000000000000000AA";
    static final String REDIRECT = "http://127.0.0.1:1/callback";
    static final String PREFIX = "https://www.googleapis.com/auth/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:youtube:user:UCacme0000000000000000AA","preferredUsername":"Acme","name":"Acme Ltd","network":"youtube","followers":{"totalItems":1200}}
            {"type":"Person","id":"urn:parvis:youtube:user:UCjo","preferredUsername":"jo","name":"Jo","network":"youtube"}
            {"type":"Video","kind":"post","id":"urn:parvis:youtube:item:film0000001","attributedTo":"urn:parvis:youtube:user:UCacme0000000000000000AA","published":"2026-11-10T09:00:00Z","content":"We are open","likes":{"totalItems":100}}
            {"type":"Note","id":"urn:parvis:youtube:item:UgxTop1","attributedTo":"urn:parvis:youtube:user:UCjo","published":"2026-11-10T09:05:00Z","content":"is it back?","inReplyTo":"urn:parvis:youtube:item:film0000001"}
            """;

    final Simulation simulation;
    private final HttpClient client = HttpClient.newHttpClient();

    private SmallWorld(Simulation simulation) {
        this.simulation = simulation;
    }

    static SmallWorld start(Path home) throws Exception {
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        SmallWorld world = new SmallWorld(Simulation.start(SimulationOptions.in(home.resolve("state"))
                .network("youtube", 0)
                .archive(archive)
                .shift("none")
                .setting("redirect-uris", REDIRECT)));
        world.at("2026-11-20T10:00:00Z");
        return world;
    }

    void at(String time) {
        simulation.clock().speed(0);
        simulation.clock().set(Instant.parse(time));
        simulation.clockChanged();
    }

    String base() {
        return simulation.networkUri("youtube").toString();
    }

    JsonNode control(String operation, String request) throws Exception {
        return simulation.control("youtube", operation, JSON.readTree(request.replace('\'', '"')));
    }

    record Answer(int status, HttpResponse<String> response) {
        JsonNode json() throws Exception {
            return JSON.readTree(response.body());
        }

        String reason() throws Exception {
            return json().at("/error/errors/0/reason").asText();
        }
    }

    Answer send(String method, String path, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        String type = body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";
        HttpResponse<String> answer =
                client.send(request.header("Content-Type", type).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer);
    }

    Answer get(String path, String token) throws Exception {
        return send("GET", path, token, "");
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Where the consent page sends the browser back to. */
    String consent(String scopes, String more) throws Exception {
        String query = "response_type=code&client_id=parvis-demo&redirect_uri=" + encode(REDIRECT) + "&scope="
                + encode(scopes) + "&state=s&account=Acme&decision=allow" + more;
        return get("/o/oauth2/v2/auth?" + query, "")
                .response()
                .headers()
                .firstValue("location")
                .orElse("");
    }

    JsonNode redeem(String location) throws Exception {
        String code = location.replaceAll(".*[?&]code=([^&]+).*", "$1");
        return send(
                        "POST",
                        "/token",
                        "",
                        "grant_type=authorization_code&client_id=parvis-demo&client_secret=parvis-demo-secret&redirect_uri="
                                + encode(REDIRECT) + "&code=" + code)
                .json();
    }

    /** An access token of the channel. */
    String token(String... scopes) throws Exception {
        return redeem(consent(PREFIX + String.join(" " + PREFIX, scopes), ""))
                .path("access_token")
                .asText();
    }

    @Override
    public void close() throws Exception {
        simulation.close();
    }
}
