package org.parvis.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A browser's half of the REST API: its cookies, and what a changing call must carry. Used by one thread; calls block. */
final class RestSession {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String SESSION = "__Host-parvis";
    private static final String LINK = "__Host-parvis-link";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI api;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String csrf = "";

    RestSession(HttpClient http, URI address) {
        this.http = http;
        this.api = address.resolve("/api/v1/");
    }

    /** Another window of the same person, for another thread: what is begun in one must come back to that one. */
    RestSession beside() {
        RestSession other = new RestSession(http, api);
        other.csrf = csrf;
        String session = cookies.get(SESSION);
        if (session != null) {
            other.cookies.put(SESSION, session);
        }
        return other;
    }

    void login(String email, String password) throws IOException, InterruptedException {
        ObjectNode login = JSON.createObjectNode().put("email", email).put("password", password);
        csrf = call("POST", "session", login).path("csrfToken").asText();
    }

    /** Every entry of a list, by one of its members. */
    Map<String, JsonNode> all(String list, String key) throws IOException, InterruptedException {
        Map<String, JsonNode> found = new HashMap<>();
        String after = "";
        do {
            JsonNode page = call("GET", list + "?limit=200" + (after.isEmpty() ? "" : "&after=" + after), null);
            page.path("items").forEach(item -> found.put(item.path(key).asText(), item));
            after = page.path("next").asText("");
        } while (!after.isEmpty() && !after.equals("null"));
        return found;
    }

    JsonNode call(String method, String route, @Nullable ObjectNode body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(route);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
                    .header("Content-Type", "application/json");
        }
        return send(method.equals("GET") ? request : changing(request));
    }

    /** A call that changes what stands at a version. */
    JsonNode change(String route, ObjectNode body, long version) throws IOException, InterruptedException {
        return send(changing(request(route))
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .header("Content-Type", "application/json")
                .header("If-Match", "\"" + version + "\""));
    }

    JsonNode upload(String route, String mediaType, Path file) throws IOException, InterruptedException {
        return send(changing(request(route))
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .header("Content-Type", mediaType));
    }

    private HttpRequest.Builder request(String route) {
        return HttpRequest.newBuilder(api.resolve(route)).timeout(PATIENCE).header("Accept", "application/json");
    }

    private HttpRequest.Builder changing(HttpRequest.Builder request) {
        return request.header("X-Parvis-CSRF", csrf)
                .header("Idempotency-Key", UUID.randomUUID().toString());
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpRequest asked = request.build();
        HttpResponse<String> answer = http.send(asked, HttpResponse.BodyHandlers.ofString());
        answer.headers().allValues("set-cookie").forEach(this::keep);
        if (answer.statusCode() >= 300) {
            throw new IOException(asked.method() + " " + asked.uri().getPath() + " answered " + answer.statusCode()
                    + ": " + answer.body());
        }
        return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private void keep(String header) {
        for (HttpCookie cookie : HttpCookie.parse(header)) {
            if (cookie.getName().equals(SESSION) || cookie.getName().equals(LINK)) {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
    }
}
