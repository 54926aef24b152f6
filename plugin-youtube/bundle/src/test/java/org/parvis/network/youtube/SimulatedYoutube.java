package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.parvis.model.AccountId;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;
import org.parvis.spi.AccountRef;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.spi.http.MediaSlice;
import org.parvis.toolkit.json.Json;

/** The simulated YouTube over real HTTP, with channels that are linked by its consent page. */
final class SimulatedYoutube implements AutoCloseable {
    static final String REDIRECT = "http://127.0.0.1:1/callback";
    private static final String VERIFIER = "a-verifier-of-the-tests-that-is-long-enough-0123456789";
    static final String SCOPES = "https://www.googleapis.com/auth/youtube.force-ssl"
            + " https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/youtube.readonly"
            + " https://www.googleapis.com/auth/yt-analytics.readonly";

    final Simulation simulation;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, JsonNode> tokens = new HashMap<>();
    /** Everything that went over the wire, for those who judge it. */
    final List<Exchange> exchanges = new ArrayList<>();

    /** A request with its answer. */
    record Exchange(HttpRequest request, HttpResponse response) {}

    private SimulatedYoutube(Simulation simulation) {
        this.simulation = simulation;
    }

    static SimulationOptions options(Path home, Path archive) {
        return SimulationOptions.in(home).network("youtube", 0).archive(archive).setting("redirect-uris", REDIRECT);
    }

    static SimulatedYoutube start(SimulationOptions options) throws Exception {
        return new SimulatedYoutube(Simulation.start(options));
    }

    /** Access tokens live an hour; whoever asks later signs in again. */
    void at(String time) {
        tokens.clear();
        simulation.clock().speed(0);
        simulation.clock().set(Instant.parse(time));
        simulation.clockChanged();
    }

    /** A call as a channel, over the wire, at the simulation's time. */
    FakeCall callAs(String handle) throws Exception {
        String token = token(handle).path("access_token").asText();
        FakeCall[] self = new FakeCall[1];
        FakeCall call = FakeCall.through(request -> send(request, token, self[0]));
        self[0] = call;
        call.base = simulation.networkUri("youtube");
        call.now = simulation.clock().instant();
        var linked = new YoutubeLinker().listAccounts(call).get(0);
        call.account = new AccountRef(new AccountId(new UUID(0, 1)), linked.id(), linked.handle(), linked.kind());
        call.requests.clear();
        return call;
    }

    JsonNode control(String operation, String request) {
        return simulation.control(
                "youtube", operation, Json.parse(request.replace('\'', '"')).orElseThrow());
    }

    RemoteId stranger(String author, String text, String where, String id) {
        var request = Json.object().put("author", author).put("text", text).put(where, id);
        return new RemoteId(simulation
                .control("youtube", "strangers/post", request)
                .path("id")
                .asText());
    }

    /** Lets something go wrong, by the simulation's own control interface. */
    void fault(String description) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(URI.create(simulation.controlUri() + "/control/faults"))
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(description.replace('\'', '"')))
                .build();
        var answer = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.body());
        }
    }

    /** What the host's channel promises: no answer to a change is an unknown outcome, files are streamed. */
    private HttpResponse send(HttpRequest request, String token, FakeCall call) throws NetworkException {
        var wire = java.net.http.HttpRequest.newBuilder(request.address());
        request.headers().forEach((name, value) -> wire.header(name, value.replace(FakeCall.TOKEN, token)));
        MediaSlice media = request.media();
        byte[] body = media != null ? call.bytes(media) : request.body();
        wire.method(
                request.method(),
                body == null
                        ? java.net.http.HttpRequest.BodyPublishers.noBody()
                        : java.net.http.HttpRequest.BodyPublishers.ofByteArray(body));
        try {
            var answer = client.send(wire.build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray());
            Map<String, List<String>> headers = new HashMap<>();
            answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
            HttpResponse response = new HttpResponse(answer.statusCode(), headers, answer.body());
            exchanges.add(new Exchange(request, response));
            return response;
        } catch (IOException lost) {
            ErrorKind kind = request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
            throw new NetworkException(kind, "No answer came: " + lost.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NetworkException(ErrorKind.TRANSIENT, "Stopped");
        }
    }

    /** What the token endpoint granted a channel. */
    JsonNode token(String handle) throws Exception {
        JsonNode known = tokens.get(handle);
        if (known != null) {
            return known;
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        URI page = address("/o/oauth2/v2/auth?access_type=offline&prompt=consent&"
                + form("response_type", "code", "client_id", "parvis-demo", "redirect_uri", REDIRECT)
                + "&" + form("scope", SCOPES, "state", "s", "account", handle, "decision", "allow")
                + "&" + form("code_challenge", challenge, "code_challenge_method", "S256"));
        URI back = URI.create(client.send(
                        java.net.http.HttpRequest.newBuilder(page).build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("location")
                .orElseThrow());
        String code = Arrays.stream(back.getRawQuery().split("&"))
                .filter(pair -> pair.startsWith("code="))
                .map(pair -> URLDecoder.decode(pair.substring(5), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
        JsonNode granted = post(
                "/token",
                form("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT) + "&"
                        + form("code_verifier", VERIFIER, "client_id", "parvis-demo") + "&"
                        + form("client_secret", "parvis-demo-secret"));
        tokens.put(handle, granted);
        return granted;
    }

    /** Posts a form and reads the answer. */
    JsonNode post(String path, String form) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(address(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form))
                .build();
        return Json.parse(client.send(request, java.net.http.HttpResponse.BodyHandlers.ofByteArray())
                        .body())
                .orElseThrow();
    }

    URI address(String path) {
        return URI.create(simulation.networkUri("youtube") + path);
    }

    static String form(String... pairs) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(form.length() == 0 ? "" : "&")
                    .append(pairs[i])
                    .append('=')
                    .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    @Override
    public void close() throws Exception {
        simulation.close();
    }
}
