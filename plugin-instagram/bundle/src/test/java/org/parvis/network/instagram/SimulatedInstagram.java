package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.parvis.model.AccountId;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;
import org.parvis.spi.AccountRef;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TokenGrant;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.json.Json;

/** The simulated Instagram over real HTTP, with accounts that are linked as the platform links them. */
final class SimulatedInstagram implements AutoCloseable {

    static final ClientCredentials CLIENT = new ClientCredentials("parvis-demo", "parvis-demo-secret");
    private static final String REDIRECT = "http://127.0.0.1:1/callback";
    static final String SCOPES = "instagram_business_basic,instagram_business_content_publish,"
            + "instagram_business_manage_comments,instagram_business_manage_messages,instagram_business_manage_insights";

    static final String FACEBOOK_SCOPES = "instagram_basic,instagram_content_publish,instagram_manage_comments,"
            + "instagram_manage_insights,instagram_manage_messages,pages_show_list,pages_read_engagement,"
            + "pages_manage_metadata,business_management";

    final Simulation simulation;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, LinkableAccount> linked = new HashMap<>();

    private SimulatedInstagram(Simulation simulation) {
        this.simulation = simulation;
    }

    static SimulationOptions options(Path home, Path archive) {
        return SimulationOptions.in(home)
                .network("instagram", 0)
                .archive(archive)
                .setting("redirect-uris", REDIRECT)
                .shift("none");
    }

    static SimulatedInstagram start(SimulationOptions options) throws Exception {
        return new SimulatedInstagram(Simulation.start(options));
    }

    void at(String time) {
        simulation.clock().speed(0);
        simulation.clock().set(Instant.parse(time));
        simulation.clockChanged();
    }

    /** A call as an account, over the wire, at the simulation's time. */
    FakeCall callAs(String handle) throws Exception {
        LinkableAccount account = link(handle);
        FakeCall call = call(account.grant().accessToken());
        call.account = new AccountRef(new AccountId(new UUID(0, 1)), account.id(), account.handle(), account.kind());
        return call;
    }

    private LinkableAccount link(String handle) throws Exception {
        if (!linked.containsKey(handle)) {
            FakeCall linking = call(authorise(handle));
            TokenGrant grant =
                    new InstagramLinker().exchange(linking, new TokenGrant(linking.token, null, null, Set.of()));
            linking.token = grant.accessToken();
            LinkableAccount found = new InstagramLinker().listAccounts(linking).get(0);
            linked.put(
                    handle,
                    new LinkableAccount(
                            found.id(), found.handle(), found.displayName(), found.kind(), found.picture(), grant));
        }
        return linked.get(handle);
    }

    /** A call with any token. */
    FakeCall call(String token) {
        FakeCall call = FakeCall.through(this::send);
        call.base = simulation.networkUri("instagram");
        call.now = simulation.clock().instant();
        call.token = token;
        call.client = CLIENT;
        return call;
    }

    RemoteId stranger(String request) {
        return new RemoteId(simulation
                .control(
                        "instagram",
                        "strangers/post",
                        Json.parse(request.replace('\'', '"')).orElseThrow())
                .path("id")
                .asText());
    }

    void control(String operation, String request) {
        simulation.control(
                "instagram", operation, Json.parse(request.replace('\'', '"')).orElseThrow());
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

    /** What the host's channel promises: no answer to a change is an unknown outcome. */
    private HttpResponse send(HttpRequest request) throws NetworkException {
        var wire = java.net.http.HttpRequest.newBuilder(request.address());
        request.headers().forEach(wire::header);
        byte[] body = request.body();
        wire.method(
                request.method(),
                body == null
                        ? java.net.http.HttpRequest.BodyPublishers.noBody()
                        : java.net.http.HttpRequest.BodyPublishers.ofByteArray(body));
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

    /** Goes through Instagram's dialog as a person does, and exchanges the code as the core does. */
    String authorise(String account) throws Exception {
        JsonNode answer = authorise("/oauth/authorize", SCOPES, account);
        return Json.text(Json.list(answer, "data").get(0), "access_token");
    }

    /** The same with Facebook's; the token is the person's. */
    String authoriseWithFacebook(String account) throws Exception {
        return Json.text(authorise("/v26.0/dialog/oauth", FACEBOOK_SCOPES, account), "access_token");
    }

    private JsonNode authorise(String dialog, String scopes, String account) throws Exception {
        String query = form(
                "response_type",
                "code",
                "client_id",
                CLIENT.id(),
                "redirect_uri",
                REDIRECT,
                "scope",
                scopes,
                "state",
                "s",
                "account",
                account,
                "decision",
                "allow");
        var page = java.net.http.HttpRequest.newBuilder(address(dialog + "?" + query))
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
        var exchange = java.net.http.HttpRequest.newBuilder(address("/oauth/access_token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        REDIRECT,
                        "client_id",
                        CLIENT.id(),
                        "client_secret",
                        CLIENT.secret())))
                .build();
        var answer = client.send(exchange, java.net.http.HttpResponse.BodyHandlers.ofByteArray());
        return Json.parse(answer.body()).orElseThrow();
    }

    private URI address(String path) {
        return URI.create(simulation.networkUri("instagram") + path);
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
