package ${package};

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/** The network's own codes, and the status where there is no code: {@code {"error":{"code":"...","message":"..."}}}. */
final class ${networkClass}Errors {
    private static final Map<String, ErrorKind> CODES = Map.of(
            "token-expired", ErrorKind.TOKEN_EXPIRED,
            "access-revoked", ErrorKind.AUTHORIZATION_REVOKED,
            "text-refused", ErrorKind.CONTENT_REJECTED,
            "daily-limit", ErrorKind.QUOTA_EXHAUSTED);

    private ${networkClass}Errors() {}

    static NetworkException of(HttpRequest request, HttpResponse response, NetworkCall call) {
        JsonNode error =
                Json.parse(response.body()).map(body -> Json.at(body, "error")).orElse(null);
        String code = Json.textOr("", error, "code");
        // People read the message, and networks like to repeat what they were sent.
        String said =
                Json.textOr("", error, "message").replace(call.accessToken().value(), "[hidden]");
        ErrorKind kind = CODES.getOrDefault(code, Statuses.kind(response.status(), request.changing()));
        String message = "${networkName} answered " + response.status() + " to " + request.operation()
                + (said.isEmpty() ? "" : ": " + said);
        return NetworkException.of(kind, message)
                .remoteCode(CODES.containsKey(code) ? code : null)
                .retryAt(Statuses.retryAfter(response, call.clock().instant()).orElse(null))
                .violations(
                        kind == ErrorKind.CONTENT_REJECTED
                                ? List.of(new Violation("text", "text.refused", message))
                                : List.of())
                .build();
    }
}
