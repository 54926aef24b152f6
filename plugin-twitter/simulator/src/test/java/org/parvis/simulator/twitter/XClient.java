package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Simulation;

/** A small client of the API, written for the tests and independent of any plugin. */
final class XClient {

    static final String ALL = "tweet.read tweet.write tweet.moderate.write users.read dm.read dm.write media.write "
            + "like.read like.write offline.access";
    static final String REDIRECT = "http://127.0.0.1:1/callback";
    static final String BASIC = "Basic "
            + Base64.getEncoder().encodeToString("parvis-demo:parvis-demo-secret".getBytes(StandardCharsets.UTF_8));
    static final String VERIFIER = "a-verifier-that-is-long-enough-0123456789_abcdefg";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What came back. */
    record Answer(int status, Map<String, String> headers, String text, JsonNode json) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        JsonNode at(String pointer) {
            return json.at(pointer);
        }
    }

    /** An exchange as a validator sees it. */
    record Seen(String method, String path, Map<String, String> query, String request, Answer answer) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI base;
    private Consumer<Seen> witness = seen -> {};

    XClient(Simulation simulation) {
        base = simulation.networkUri("twitter");
    }

    void witness(Consumer<Seen> other) {
        witness = other;
    }

    static Map<String, String> query(String... pairs) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            query.put(pairs[i], pairs[i + 1]);
        }
        return query;
    }

    static String encode(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    Answer get(String token, String path, String... pairs) throws Exception {
        return send("GET", token, path, query(pairs), "", "application/json");
    }

    Answer post(String token, String path, String body) throws Exception {
        return send("POST", token, path, Map.of(), body, "application/json");
    }

    Answer send(String method, String token, String path, Map<String, String> query, String body, String type)
            throws Exception {
        String suffix = query.isEmpty() ? "" : "?" + encode(query);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path + suffix))
                .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (!body.isEmpty()) {
            request.header("content-type", type);
        }
        if (!token.isEmpty()) {
            request.header("authorization", token.startsWith("Basic ") ? token : "Bearer " + token);
        }
        Answer answer = answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        witness.accept(new Seen(method, path, query, type.endsWith("json") ? body : "", answer));
        return answer;
    }

    private static Answer answer(HttpResponse<String> response) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        boolean json = headers.getOrDefault("content-type", "").contains("json");
        return new Answer(
                response.statusCode(), headers, response.body(), JSON.readTree(json ? response.body() : "{}"));
    }

    static String challenge(String verifier) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    /** What the browser is sent back with. */
    Map<String, String> authorize(Map<String, String> overrides) throws Exception {
        Map<String, String> query = query(
                "response_type",
                "code",
                "client_id",
                "parvis-demo",
                "redirect_uri",
                REDIRECT,
                "scope",
                ALL,
                "state",
                "st&te",
                "code_challenge",
                challenge(VERIFIER),
                "code_challenge_method",
                "S256",
                "account",
                "Acme",
                "decision",
                "allow");
        query.putAll(overrides);
        query.values().removeIf(String::isEmpty);
        Answer answer = send("GET", "", "/i/oauth2/authorize", query, "", "");
        if (answer.status() != 302) {
            return Map.of("page", Integer.toString(answer.status()));
        }
        Map<String, String> values = new LinkedHashMap<>();
        Exchange.decode(URI.create(answer.header("location")).getRawQuery())
                .forEach((name, all) -> values.put(name, all.get(0)));
        return values;
    }

    Answer token(String basic, String... pairs) throws Exception {
        return send(
                "POST", basic, "/2/oauth2/token", Map.of(), encode(query(pairs)), "application/x-www-form-urlencoded");
    }

    Answer exchange(String code) throws Exception {
        return token(
                BASIC,
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                REDIRECT,
                "code_verifier",
                VERIFIER);
    }

    /** Signs an account in and gives its access token. */
    String link(String handle) throws Exception {
        return link(handle, ALL);
    }

    String link(String handle, String scopes) throws Exception {
        String code = authorize(query("account", handle, "scope", scopes)).get("code");
        return exchange(code).at("/access_token").asText();
    }

    String appToken() throws Exception {
        return send(
                        "POST",
                        BASIC,
                        "/oauth2/token",
                        Map.of(),
                        "grant_type=client_credentials",
                        "application/x-www-form-urlencoded")
                .at("/access_token")
                .asText();
    }
}
