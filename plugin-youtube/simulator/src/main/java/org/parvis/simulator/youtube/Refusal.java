package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.parvis.simulation.Reply;

/** An error answer in the shape of Google's APIs, thrown to end a request. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final transient Reply reply;

    private Refusal(Reply reply) {
        super("YouTube refused with " + reply.status(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }

    static Refusal of(int status, String domain, String reason, String message) {
        return new Refusal(Reply.json(status, body(status, domain, reason, message)));
    }

    private static ObjectNode body(int status, String domain, String reason, String message) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error").put("code", status).put("message", message);
        error.putArray("errors")
                .addObject()
                .put("message", message)
                .put("domain", domain)
                .put("reason", reason);
        String name = switch (status) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503 -> "UNAVAILABLE";
            default -> "INTERNAL";
        };
        error.put("status", name);
        return body;
    }

    static Refusal unauthorized() {
        return of(
                401,
                "global",
                "authError",
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
                        + "valid authentication credential.");
    }

    static Refusal scopes() {
        ObjectNode body =
                body(403, "global", "insufficientPermissions", "Request had insufficient authentication scopes.");
        body.withObject("/error")
                .putArray("details")
                .addObject()
                .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                .put("reason", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
                .put("domain", "googleapis.com");
        return new Refusal(Reply.json(403, body));
    }

    static Refusal quota() {
        return of(
                403,
                "youtube.quota",
                "quotaExceeded",
                "The request cannot be completed because you have exceeded your "
                        + "<a href=\"/youtube/v3/getting-started#quota\">quota</a>.");
    }

    static Refusal forbidden(String message) {
        return of(403, "youtube.common", "forbidden", message);
    }

    static Refusal missing(String parameter) {
        return of(
                400,
                "youtube.parameter",
                "missingRequiredParameter",
                "No filter selected or a required parameter is missing: " + parameter);
    }

    static Refusal parameter(String message) {
        return of(400, "youtube.parameter", "invalidParameter", message);
    }

    static Refusal bad(String reason, String message) {
        return of(400, "youtube.api", reason, message);
    }

    static Refusal notFound(String what, String id) {
        return of(
                404,
                "youtube." + what,
                what + "NotFound",
                "The " + what + " identified by " + id + " could not be found.");
    }
}
