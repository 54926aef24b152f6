package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.parvis.toolkit.json.Json;

/** Somebody who uses the network without the plugin: strangers, the account's owner, the witness. */
final class Xrpc {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI server;
    private final String token;

    Xrpc(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** The network refused. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;
        private final String error;

        RefusedException(String method, int status, JsonNode answer) {
            super(method + " answered " + status + ": " + answer);
            error = Json.textOr("", answer, "error");
        }

        String error() {
            return error;
        }
    }

    JsonNode get(String method, Map<String, String> parameters) throws IOException, InterruptedException {
        String query = parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(
                method, request(method + (query.isEmpty() ? "" : "?" + query)).GET());
    }

    JsonNode post(String method, JsonNode body) throws IOException, InterruptedException {
        return send(
                method,
                request(method)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + "/xrpc/" + path)).timeout(Duration.ofSeconds(30));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static JsonNode send(String method, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        JsonNode body = Json.parse(answer.body()).orElse(Json.object());
        if (answer.statusCode() >= 300) {
            throw new RefusedException(method, answer.statusCode(), body);
        }
        return body;
    }
}
