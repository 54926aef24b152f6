package org.parvis.network.twitter;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
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

/** The simulated X over real HTTP, with accounts that are linked by its authorisation page. */
final class SimulatedX implements AutoCloseable {
    private static final String REDIRECT = "http://127.0.0.1:1/callback";
    private static final String VERIFIER = "a-verifier-of-the-tests-that-is-long-enough-0123456789";
    private static final String SCOPES =
            "tweet.read tweet.write tweet.moderate.write users.read dm.read dm.write media.write like.read"
                    + " like.write offline.access";

    final Simulation simulation;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> tokens = new HashMap<>();

    private SimulatedX(Simulation simulation) {
        this.simulation = simulation;
    }

    static SimulationOptions options(Path home, Path archive) {
        return SimulationOptions.in(home).network("twitter", 0).archive(archive).setting("redirect-uris", REDIRECT);
    }

    static SimulatedX start(SimulationOptions options) throws Exception {
        return new SimulatedX(Simulation.start(options));
    }

    void at(String time) {
        simulation.clock().speed(0);
        simulation.clock().set(Instant.parse(time));
        simulation.clockChanged();
    }

    /** A call as an account, over the wire, at the simulation's time. */
    FakeCall callAs(String handle) throws Exception {
        String token = token(handle);
        FakeCall call = FakeCall.through(request -> send(request, token));
        call.base = simulation.networkUri("twitter");
        call.now = simulation.clock().instant();
        var linked = new TwitterLinker().listAccounts(call).get(0);
        call.account = new AccountRef(new AccountId(new UUID(0, 1)), linked.id(), linked.handle(), linked.kind());
        call.requests.clear();
        return call;
    }

    RemoteId stranger(String author, String text, String inReplyTo) {
        var request = Json.object().put("author", author).put("text", text);
        if (!inReplyTo.isEmpty()) {
            request.put("inReplyTo", inReplyTo);
        }
        return new RemoteId(simulation
                .control("twitter", "strangers/post", request)
                .path("id")
                .asText());
    }

    /** Lets something go wrong, by the simulation's own control interface. */
    void fault(String description) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(URI.create(simulation.controlUri() + "/control/faults"))
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(description))
                .build();
        var answer = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new AssertionError(answer.body());
        }
    }

    void control(String operation, String request) {
        simulation.control(
                "twitter", operation, Json.parse(request.replace('\'', '"')).orElseThrow());
    }

    /** What the host's channel promises: no answer to a change is an unknown outcome. */
    private HttpResponse send(HttpRequest request, String token) throws NetworkException {
        var wire = java.net.http.HttpRequest.newBuilder(request.address());
        request.headers().forEach((name, value) -> wire.header(name, value.replace(FakeCall.TOKEN, token)));
        wire.method(
                request.method(),
                request.body() == null
                        ? java.net.http.HttpRequest.BodyPublishers.noBody()
                        : java.net.http.HttpRequest.BodyPublishers.ofByteArray(request.body()));
        try {
            var answer = client.send(wire.build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray());
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

    String token(String handle) throws Exception {
        String known = tokens.get(handle);
        if (known != null) {
            return known;
        }
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        String query = form(
                "response_type",
                "code",
                "client_id",
                "parvis-demo",
                "redirect_uri",
                REDIRECT,
                "scope",
                SCOPES,
                "state",
                "s",
                "code_challenge",
                challenge,
                "code_challenge_method",
                "S256",
                "account",
                handle,
                "decision",
                "allow");
        var page = java.net.http.HttpRequest.newBuilder(address("/i/oauth2/authorize?" + query))
                .build();
        URI back = URI.create(client.send(page, java.net.http.HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("location")
                .orElseThrow());
        String code = Arrays.stream(back.getRawQuery().split("&"))
                .filter(pair -> pair.startsWith("code="))
                .map(pair -> URLDecoder.decode(pair.substring(5), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
        String basic =
                Base64.getEncoder().encodeToString("parvis-demo:parvis-demo-secret".getBytes(StandardCharsets.UTF_8));
        var exchange = java.net.http.HttpRequest.newBuilder(address("/2/oauth2/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        REDIRECT,
                        "code_verifier",
                        VERIFIER)))
                .build();
        var answer = client.send(exchange, java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        String token = Json.text(Json.parse(answer.body()).orElseThrow(), "access_token");
        tokens.put(handle, token);
        return token;
    }

    private URI address(String path) {
        return URI.create(simulation.networkUri("twitter") + path);
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
