package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.parvis.model.AccountId;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;
import org.parvis.spi.AccountRef;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.json.Json;

/** The simulated LinkedIn over real HTTP, with pages that are linked by its authorisation page. */
final class SimulatedLinkedin implements AutoCloseable {
    static final String REDIRECT = "http://127.0.0.1:1/callback";
    static final String SCOPES = "r_organization_social w_organization_social rw_organization_admin";

    final Simulation simulation;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> tokens = new HashMap<>();

    private SimulatedLinkedin(Simulation simulation) {
        this.simulation = simulation;
    }

    static SimulationOptions options(Path home, Path archive) {
        return SimulationOptions.in(home)
                .network("linkedin", 0)
                .archive(archive)
                .setting("redirect-uris", REDIRECT);
    }

    static SimulatedLinkedin start(SimulationOptions options) throws Exception {
        return new SimulatedLinkedin(Simulation.start(options));
    }

    void at(String time) {
        simulation.clock().speed(0);
        simulation.clock().set(Instant.parse(time));
        simulation.clockChanged();
    }

    void step(Duration by) {
        simulation.clock().step(by);
        simulation.clockChanged();
    }

    /** A call whose authorisation is by whoever administers the page, before anything is linked. */
    FakeCall linking(String handle) throws Exception {
        String token = token(handle, SCOPES);
        FakeCall[] own = new FakeCall[1];
        FakeCall call = FakeCall.through(request -> send(own[0], request, token));
        own[0] = call;
        call.base = simulation.networkUri("linkedin");
        call.now = simulation.clock().instant();
        return call;
    }

    /** A call as a page, over the wire, at the simulation's time. */
    FakeCall callAs(String handle) throws Exception {
        FakeCall call = linking(handle);
        var linked = new LinkedinLinker().listAccounts(call).get(0);
        call.account = new AccountRef(new AccountId(new UUID(0, 1)), linked.id(), linked.handle(), linked.kind());
        call.requests.clear();
        return call;
    }

    RemoteId stranger(String author, String text, String inReplyTo) {
        var request = Json.object().put("author", author).put("text", text).put("inReplyTo", inReplyTo);
        return new RemoteId(simulation
                .control("linkedin", "strangers/post", request)
                .path("id")
                .asText());
    }

    /** Lets something go wrong, by the simulation's own control interface. */
    void fault(String description) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(URI.create(simulation.controlUri() + "/control/faults"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(description.replace('\'', '"')))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.body());
        }
    }

    JsonNode control(String operation, String request) {
        return simulation.control(
                "linkedin", operation, Json.parse(request.replace('\'', '"')).orElseThrow());
    }

    /** What the host's channel promises: no answer to a change is an unknown outcome. */
    private HttpResponse send(FakeCall call, HttpRequest request, String token) throws NetworkException {
        var wire = java.net.http.HttpRequest.newBuilder(request.address());
        request.headers().forEach((name, value) -> wire.header(name, value.replace(FakeCall.TOKEN, token)));
        try {
            wire.method(request.method(), body(call, request));
            var answer = client.send(wire.build(), BodyHandlers.ofByteArray());
            Map<String, List<String>> headers = new HashMap<>();
            answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            return new HttpResponse(answer.statusCode(), headers, answer.body());
        } catch (IOException lost) {
            ErrorKind kind = request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
            throw new NetworkException(kind, "No answer came: " + lost.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NetworkException(ErrorKind.TRANSIENT, "Stopped");
        }
    }

    private static BodyPublisher body(FakeCall call, HttpRequest request) throws IOException {
        if (request.media() != null) {
            try (InputStream file =
                    call.media().open(request.media().media(), request.media().offset())) {
                return BodyPublishers.ofByteArray(
                        file.readNBytes(Math.toIntExact(request.media().length())));
            }
        }
        return request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(request.body());
    }

    private String token(String handle, String scopes) throws Exception {
        String known = tokens.get(handle);
        if (known != null) {
            return known;
        }
        String token = Json.text(exchange(code(handle, scopes)), "access_token");
        tokens.put(handle, token);
        return token;
    }

    String code(String handle, String scopes) throws Exception {
        URI back = authorise(handle, scopes, "allow");
        return parameter(back, "code");
    }

    static String parameter(URI address, String name) {
        return Arrays.stream(address.getRawQuery().split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    URI authorise(String handle, String scopes, String decision) throws Exception {
        String query = form(
                "response_type", "code",
                "client_id", "parvis-demo",
                "redirect_uri", REDIRECT,
                "scope", scopes,
                "state", "s",
                "account", handle,
                "decision", decision);
        var page = java.net.http.HttpRequest.newBuilder(address("/oauth/v2/authorization?" + query))
                .build();
        return URI.create(client.send(page, BodyHandlers.ofString())
                .headers()
                .firstValue("location")
                .orElseThrow());
    }

    JsonNode exchange(String code) throws Exception {
        return grant("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT);
    }

    JsonNode grant(String... pairs) throws Exception {
        String form = form(pairs) + "&client_id=parvis-demo&client_secret=parvis-demo-secret";
        var request = java.net.http.HttpRequest.newBuilder(address("/oauth/v2/accessToken"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return Json.parse(client.send(request, BodyHandlers.ofByteArray()).body())
                .orElseThrow();
    }

    private URI address(String path) {
        return URI.create(simulation.networkUri("linkedin") + path);
    }

    private static String form(String... pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return fields.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() throws Exception {
        simulation.close();
    }
}
