package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.parvis.simulation.Reply;

/** An error answer of the Graph API, thrown to end a request. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final transient ObjectNode error;

    private Refusal(int status, ObjectNode error) {
        super(error.path("message").asText(), null, false, false);
        this.status = status;
        this.error = error;
    }

    static Refusal of(int status, String type, int code, int subcode, String message) {
        ObjectNode error = JSON.createObjectNode().put("message", message).put("type", type);
        error.put("code", code);
        if (subcode != 0) {
            error.put("error_subcode", subcode);
        }
        if (code == 1 || code == 2 || code < 0) {
            error.put("is_transient", true);
        }
        return new Refusal(status, error);
    }

    /** A wrong parameter. */
    static Refusal parameter(String message) {
        return of(400, "OAuthException", 100, 0, "(#100) " + message);
    }

    static Refusal noSuchObject(String method, String id) {
        return of(
                400,
                "GraphMethodException",
                100,
                33,
                "Unsupported " + method.toLowerCase(java.util.Locale.ROOT) + " request. Object with ID '" + id
                        + "' does not exist, cannot be loaded due to missing permissions, or does not support this"
                        + " operation");
    }

    static Refusal noSuchField(String field, String type) {
        return parameter("Tried accessing nonexisting field (" + field + ") on node type (" + type + ")");
    }

    static Refusal token(int subcode, String message) {
        return of(401, "OAuthException", 190, subcode, message);
    }

    static Refusal permission(String scope) {
        return of(
                403,
                "OAuthException",
                200,
                0,
                "(#200) This requires the " + scope + " permission or it was not granted by the person");
    }

    Reply reply(String trace) {
        ObjectNode body = JSON.createObjectNode();
        body.set("error", error.deepCopy().put("fbtrace_id", trace));
        Reply reply = Reply.json(status, body);
        return status == 401
                ? reply.with(java.util.Map.of(
                        "www-authenticate", "OAuth \"Facebook Platform\" \"invalid_token\" \"" + "refused" + "\""))
                : reply;
    }
}
