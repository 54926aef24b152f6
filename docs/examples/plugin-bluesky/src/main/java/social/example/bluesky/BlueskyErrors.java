package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/** Bluesky's names of errors, and the status where there is none: {@code {"error":"ExpiredToken","message":"…"}}. */
final class BlueskyErrors {
    private static final int LONGEST = 300;

    private static final Map<String, ErrorKind> NAMES = Map.ofEntries(
            Map.entry("ExpiredToken", ErrorKind.TOKEN_EXPIRED),
            Map.entry("InvalidToken", ErrorKind.TOKEN_EXPIRED),
            Map.entry("AuthMissing", ErrorKind.TOKEN_EXPIRED),
            Map.entry("AuthenticationRequired", ErrorKind.TOKEN_EXPIRED),
            Map.entry("AccountTakedown", ErrorKind.AUTHORIZATION_REVOKED),
            Map.entry("AccountDeactivated", ErrorKind.AUTHORIZATION_REVOKED),
            Map.entry("RepoTakendown", ErrorKind.AUTHORIZATION_REVOKED),
            Map.entry("RepoDeactivated", ErrorKind.AUTHORIZATION_REVOKED),
            Map.entry("RateLimitExceeded", ErrorKind.RATE_LIMITED),
            Map.entry("RecordNotFound", ErrorKind.NOT_FOUND),
            Map.entry("NotFound", ErrorKind.NOT_FOUND),
            Map.entry("RepoNotFound", ErrorKind.NOT_FOUND),
            Map.entry("BlobTooLarge", ErrorKind.CONTENT_REJECTED),
            Map.entry("PayloadTooLarge", ErrorKind.CONTENT_REJECTED),
            Map.entry("InvalidMimeType", ErrorKind.CONTENT_REJECTED),
            Map.entry("InvalidSwap", ErrorKind.TRANSIENT),
            Map.entry("BlockedActor", ErrorKind.POLICY_REJECTED),
            Map.entry("BlockedByActor", ErrorKind.POLICY_REJECTED),
            Map.entry("MethodNotImplemented", ErrorKind.API_RETIRED));

    private BlueskyErrors() {}

    static NetworkException of(HttpRequest request, HttpResponse response, NetworkCall call) {
        JsonNode answer = Json.parse(response.body()).orElse(null);
        String name = name(answer);
        ErrorKind kind = NAMES.getOrDefault(name, Statuses.kind(response.status(), request.changing()));
        String said = Excerpts.shorten(Json.textOr("", answer, "message"), LONGEST);
        String message = withoutSecrets(
                "Bluesky answered " + response.status() + (name.isEmpty() ? "" : " " + name) + " to "
                        + request.operation() + (said.isEmpty() ? "" : ": " + said),
                request,
                call);
        return NetworkException.of(kind, message)
                .remoteCode(name.isEmpty() ? null : name)
                .retryAt(retryAt(response, call.clock().instant()))
                .violations(
                        kind == ErrorKind.CONTENT_REJECTED
                                ? List.of(new Violation("text", "content.refused", message))
                                : List.of())
                .build();
    }

    /** A name is one word; what else stands there may repeat what was sent. */
    private static String name(@Nullable JsonNode answer) {
        String name = Json.textOr("", answer, "error");
        return name.matches("[A-Za-z]{1,60}") ? name : "";
    }

    private static @Nullable Instant retryAt(HttpResponse response, Instant now) {
        return Statuses.retryAfter(response, now)
                .or(() -> response.status() == 429
                        ? Statuses.epochSeconds(response, "ratelimit-reset")
                        : Optional.empty())
                .orElse(null);
    }

    private static String withoutSecrets(String message, HttpRequest request, NetworkCall call) {
        String clean = message;
        String token = call.accessToken().value();
        if (!token.isEmpty()) {
            clean = clean.replace(token, "[hidden]");
        }
        String sent = request.headers().getOrDefault("Authorization", "").replaceFirst("^Bearer ", "");
        return sent.isEmpty() ? clean : clean.replace(sent, "[hidden]");
    }
}
