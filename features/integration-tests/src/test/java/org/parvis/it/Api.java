package org.parvis.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** One who uses the API: nobody, or a person with a session. Every answer must be as the description says. */
final class Api {
    static final String COOKIE = "__Host-parvis";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private final URI address;
    private final Description description;
    private String session = "";
    private String csrf = "";

    private Api(URI address, Description description) {
        this.address = address;
        this.description = description;
    }

    /** Once more where the server closed a kept connection that the client was about to use: nothing was answered on it. */
    private static HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException closed) {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    static Api nobody(URI address) throws IOException, InterruptedException {
        return new Api(address, Description.of(address));
    }

    static Api login(URI address, String email, String password) throws IOException, InterruptedException {
        Api api = nobody(address);
        Answer answer = api.call(
                "POST",
                "/v1/session",
                JSON.createObjectNode().put("email", email).put("password", password));
        if (answer.status() != 200) {
            throw new IOException("login of " + email + " answered " + answer);
        }
        api.csrf = answer.body().path("csrfToken").asText();
        return api;
    }

    Description description() {
        return description;
    }

    String session() {
        return session;
    }

    String csrf() {
        return csrf;
    }

    /** A copy with other secrets, to see what happens. */
    Api with(String otherSession, String otherCsrf) {
        Api other = new Api(address, description);
        other.session = otherSession;
        other.csrf = otherCsrf;
        return other;
    }

    Answer get(String path) throws IOException, InterruptedException {
        return call("GET", path, null);
    }

    Answer call(String method, String path, JsonNode body) throws IOException, InterruptedException {
        return call(method, path, body, Map.of());
    }

    Answer call(String method, String path, JsonNode body, Map<String, String> headers)
            throws IOException, InterruptedException {
        byte[] bytes = body == null ? new byte[0] : JSON.writeValueAsBytes(body);
        return send(method, path, bytes, body == null ? null : "application/json", headers);
    }

    Answer send(String method, String path, byte[] body, String type, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/api" + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (type != null) {
            request.setHeader("Content-Type", type);
        }
        if (!session.isEmpty()) {
            request.setHeader("Cookie", COOKIE + "=" + session);
        }
        if (!csrf.isEmpty() && !method.equals("GET")) {
            request.setHeader("X-Parvis-CSRF", csrf);
        }
        if (!method.equals("GET")) {
            request.setHeader("Idempotency-Key", UUID.randomUUID().toString());
        }
        headers.forEach(request::setHeader);
        HttpResponse<byte[]> response = exchange(request.build());
        for (String cookie : response.headers().allValues("set-cookie")) {
            HttpCookie.parse(cookie).stream()
                    .filter(c -> c.getName().equals(COOKIE))
                    .forEach(c -> session = c.getValue());
        }
        Answer answer = Answer.of(response);
        description.check(method, path, answer);
        return answer;
    }

    /** What came back; {@code body} is missing where it is no JSON. */
    record Answer(int status, String type, String entityTag, JsonNode body, String text, HttpResponse<byte[]> raw) {
        static Answer of(HttpResponse<byte[]> response) throws IOException {
            String type = response.headers().firstValue("content-type").orElse("");
            String text = new String(response.body(), StandardCharsets.UTF_8);
            JsonNode body = type.contains("json") && !text.isBlank() ? JSON.readTree(text) : JSON.missingNode();
            return new Answer(
                    response.statusCode(),
                    type,
                    response.headers().firstValue("etag").orElse(""),
                    body,
                    text,
                    response);
        }

        @Override
        public String toString() {
            return status + " " + (text.length() > 600 ? text.substring(0, 600) + "…" : text);
        }
    }
}
