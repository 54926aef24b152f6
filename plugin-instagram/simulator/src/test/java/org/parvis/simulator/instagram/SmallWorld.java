package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.restfb.DefaultFacebookClient;
import com.restfb.FacebookEndpoints;
import com.restfb.Version;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;

/** A simulation with one account and a few conversations, and clients of it. */
final class SmallWorld implements AutoCloseable {

    static final String ACCOUNT = "9000000001";
    static final String SECRET = "parvis-demo-secret";
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String REDIRECT = "http://127.0.0.1:1/callback";
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:instagram:account:9000000001","preferredUsername":"Acme","name":"Acme Ltd","followers":{"totalItems":1200}}
            {"type":"Person","id":"urn:parvis:instagram:user:77","preferredUsername":"jo","name":"Jo Doe"}
            {"type":"Note","id":"urn:parvis:instagram:item:1000","attributedTo":"urn:parvis:instagram:account:9000000001","published":"2026-11-20T09:00:00Z","content":"We are open","likes":{"totalItems":3}}
            {"type":"Note","id":"urn:parvis:instagram:item:1001","attributedTo":"urn:parvis:instagram:user:77","published":"2026-11-20T09:05:00Z","content":"is it back?","inReplyTo":"urn:parvis:instagram:item:1000"}
            {"type":"Note","id":"urn:parvis:instagram:item:1003","attributedTo":"urn:parvis:instagram:user:77","published":"2026-11-20T12:00:00Z","content":"later","inReplyTo":"urn:parvis:instagram:item:1000"}
            """;

    final Simulation simulation;
    private final HttpClient http = HttpClient.newHttpClient();

    SmallWorld(Path home) throws Exception {
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        simulation = Simulation.start(SimulationOptions.in(home.resolve("state"))
                .network("instagram", 0)
                .archive(archive)
                .setting("redirect-uris", REDIRECT)
                .shift("none"));
        simulation.clock().speed(0);
        simulation.clock().set(Instant.parse("2026-11-20T10:00:00Z"));
        simulation.clockChanged();
    }

    JsonNode control(String operation, String request) throws IOException {
        return simulation.control("instagram", operation, JSON.readTree(request.replace('\'', '"')));
    }

    private URI address(String path) {
        return URI.create(simulation.networkUri("instagram") + path);
    }

    JsonNode get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address(path)).build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    JsonNode post(String path, String... pairs) throws Exception {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(pairs[i])
                    .append('=')
                    .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8))
                    .append('&');
        }
        HttpRequest request = HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    }

    /** The code that the dialog gives. */
    String code() throws Exception {
        return code("/oauth/authorize", "Acme", Login.SCOPES);
    }

    /** The code that Facebook's dialog gives to whoever has all pages. */
    String facebookCode() throws Exception {
        return code("/v26.0/dialog/oauth", "*", Login.FACEBOOK_SCOPES);
    }

    private String code(String dialog, String account, Set<String> scopes) throws Exception {
        HttpResponse<Void> answer = http.send(
                HttpRequest.newBuilder(address(dialog + "?client_id=parvis-demo&state=s&response_type=code"
                                + "&redirect_uri=" + REDIRECT + "&scope=" + String.join(",", scopes) + "&account="
                                + account))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        URI back = URI.create(answer.headers().firstValue("location").orElseThrow());
        return Exchange.decode(back.getRawQuery()).get("code").get(0);
    }

    JsonNode exchange(String code) throws Exception {
        return post(
                "/oauth/access_token",
                "client_id",
                "parvis-demo",
                "client_secret",
                SECRET,
                "grant_type",
                "authorization_code",
                "redirect_uri",
                REDIRECT,
                "code",
                code);
    }

    /** A token of 60 days. */
    String token() throws Exception {
        String hour = exchange(code()).path("data").path(0).path("access_token").asText();
        return get("/access_token?grant_type=ig_exchange_token&client_secret=" + SECRET + "&access_token=" + hour)
                .path("access_token")
                .asText();
    }

    /** RestFB, a client that others wrote, pointed here. */
    DefaultFacebookClient client() throws Exception {
        return client(token());
    }

    DefaultFacebookClient client(String token) {
        DefaultFacebookClient client = new DefaultFacebookClient(token, SECRET, Version.LATEST);
        String base = simulation.networkUri("instagram").toString();
        client.setFacebookEndpointUrls(new FacebookEndpoints() {
            @Override
            public String getGraphEndpoint() {
                return base;
            }

            @Override
            public String getGraphVideoEndpoint() {
                return base;
            }

            @Override
            public String getFacebookEndpoint() {
                return base;
            }
        });
        return client;
    }

    @Override
    public void close() throws Exception {
        simulation.close();
    }
}
