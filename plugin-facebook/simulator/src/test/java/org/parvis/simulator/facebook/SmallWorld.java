package org.parvis.simulator.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.restfb.DefaultFacebookClient;
import com.restfb.FacebookEndpoints;
import com.restfb.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;

/** A simulation with one page and a few conversations, and clients of it. */
final class SmallWorld implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String PAGE = "9000000001";
    static final String SECRET = "parvis-demo-secret";
    static final String REDIRECT = "http://127.0.0.1:1/callback";
    static final String SCOPES = "pages_show_list,pages_read_engagement,pages_read_user_content,pages_manage_posts,"
            + "pages_manage_engagement,pages_manage_metadata,pages_messaging,read_insights";
    private static final String ARCHIVE = """
        {"type":"Organization","id":"urn:parvis:facebook:page:9000000001","preferredUsername":"Acme","name":"Acme Ltd","followers":{"totalItems":1200}}
        {"type":"Organization","id":"urn:parvis:facebook:page:9000000002","preferredUsername":"Other","name":"Other Ltd"}
        {"type":"Person","id":"urn:parvis:facebook:user:77","preferredUsername":"jo","name":"Jo Doe"}
        {"type":"Note","id":"urn:parvis:facebook:item:1000","attributedTo":"urn:parvis:facebook:page:9000000001","published":"2026-11-20T09:00:00Z","content":"We are open","likes":{"totalItems":3}}
        {"type":"Note","id":"urn:parvis:facebook:item:1001","attributedTo":"urn:parvis:facebook:user:77","published":"2026-11-20T09:05:00Z","content":"is it back?","inReplyTo":"urn:parvis:facebook:item:1000"}
        {"type":"Note","id":"urn:parvis:facebook:item:1002","attributedTo":"urn:parvis:facebook:page:9000000001","published":"2026-11-20T09:10:00Z","content":"yes!","inReplyTo":"urn:parvis:facebook:item:1001"}
        {"type":"Note","id":"urn:parvis:facebook:item:1003","attributedTo":"urn:parvis:facebook:user:77","published":"2026-11-20T12:00:00Z","content":"later","inReplyTo":"urn:parvis:facebook:item:1000"}
        {"type":"Note","kind":"direct-message","id":"urn:parvis:facebook:item:2001","attributedTo":"urn:parvis:facebook:user:77","to":"urn:parvis:facebook:page:9000000001","published":"2026-11-20T09:30:00Z","content":"psst"}
        """;

    final Simulation simulation;
    final HttpClient http = HttpClient.newHttpClient();

    SmallWorld(Path home) throws Exception {
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        simulation = Simulation.start(SimulationOptions.in(home.resolve("state"))
                .network("facebook", 0)
                .archive(archive)
                .setting("redirect-uris", REDIRECT)
                .shift("none"));
        simulation.clock().speed(0);
        simulation.clock().set(Instant.parse("2026-11-20T10:00:00Z"));
        simulation.clockChanged();
    }

    URI address(String path) {
        return URI.create(simulation.networkUri("facebook") + path);
    }

    JsonNode control(String operation, String request) throws IOException {
        return simulation.control("facebook", operation, JSON.readTree(request.replace('\'', '"')));
    }

    /** Asks with nothing in between, as no client library would. */
    JsonNode get(String path) throws Exception {
        HttpResponse<byte[]> answer =
                http.send(HttpRequest.newBuilder(address(path)).build(), HttpResponse.BodyHandlers.ofByteArray());
        return JSON.readTree(answer.body());
    }

    /** The code that the dialog gives for a page. */
    String code(String page) throws Exception {
        HttpResponse<Void> answer = http.send(
                HttpRequest.newBuilder(address("/v26.0/dialog/oauth?client_id=parvis-demo&state=s&response_type=code"
                                + "&redirect_uri=" + REDIRECT + "&scope=" + SCOPES + "&account=" + page))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        URI back = URI.create(answer.headers().firstValue("location").orElseThrow());
        return Exchange.decode(back.getRawQuery()).get("code").get(0);
    }

    /** RestFB, pointed here. */
    DefaultFacebookClient client(String token) {
        DefaultFacebookClient client = token.isEmpty()
                ? new DefaultFacebookClient(Version.LATEST)
                : new DefaultFacebookClient(token, SECRET, Version.LATEST);
        String base = simulation.networkUri("facebook").toString();
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

            @Override
            public String getReelUploadEndpoint() {
                return base + "/video-upload";
            }
        });
        return client;
    }

    /** The token of the page, got as a person would. */
    String pageToken() {
        try {
            String user = client("")
                    .obtainUserAccessToken("parvis-demo", SECRET, REDIRECT, code("Acme"))
                    .getAccessToken();
            String lasting = client("")
                    .obtainExtendedAccessToken("parvis-demo", SECRET, user)
                    .getAccessToken();
            return get("/v26.0/me/accounts?access_token=" + lasting)
                    .path("data")
                    .path(0)
                    .path("access_token")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        simulation.close();
    }
}
