package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.parvis.simulation.Reply;

/** An error answer in one of the shapes that X uses, thrown to end a request. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String PROBLEMS = "https://api.x.com/2/problems/";
    static final String PROBLEM_JSON = "application/problem+json; charset=utf-8";

    private final transient Reply reply;

    private Refusal(Reply reply) {
        super("X refused with " + reply.status(), null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }

    /** A problem without a type of its own. */
    static Refusal plain(int status, String title, String detail) {
        ObjectNode body = JSON.createObjectNode().put("title", title).put("detail", detail);
        body.put("type", "about:blank").put("status", status);
        return new Refusal(Reply.json(status, PROBLEM_JSON, body));
    }

    static Refusal unauthorized() {
        return plain(401, "Unauthorized", "Unauthorized");
    }

    static Refusal forbidden(String detail) {
        return plain(403, "Forbidden", detail);
    }

    /** A problem with one of X's types. */
    static Refusal typed(int status, String type, String title, String detail) {
        ObjectNode body = JSON.createObjectNode().put("title", title).put("detail", detail);
        body.put("type", PROBLEMS + type).put("status", status);
        return new Refusal(Reply.json(status, PROBLEM_JSON, body));
    }

    static Refusal userContextNeeded() {
        return typed(
                403,
                "unsupported-authentication",
                "Unsupported Authentication",
                "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint. Supported authentication "
                        + "types are [OAuth 1.0a User Context, OAuth 2.0 User Context].");
    }

    /** The feature is not part of the app's tier. */
    static Refusal clientForbidden(String detail) {
        ObjectNode body =
                JSON.createObjectNode().put("title", "Client Forbidden").put("detail", detail);
        body.put("type", PROBLEMS + "client-forbidden").put("status", 403).put("reason", "client-not-enrolled");
        body.put("required_enrollment", "Enterprise");
        return new Refusal(Reply.json(403, PROBLEM_JSON, body));
    }

    /** One or more parameters are wrong. */
    static Refusal invalid(List<Wrong> errors) {
        ObjectNode body = JSON.createObjectNode();
        for (Wrong error : errors) {
            ObjectNode entry = body.withArray("errors").addObject();
            ObjectNode parameters = entry.putObject("parameters");
            if (!error.parameter().isEmpty()) {
                error.values().forEach(parameters.putArray(error.parameter())::add);
            }
            entry.put("message", error.message());
        }
        body.put("title", "Invalid Request").put("detail", "One or more parameters to your request was invalid.");
        body.put("type", PROBLEMS + "invalid-request");
        return new Refusal(Reply.json(400, PROBLEM_JSON, body));
    }

    static Refusal invalid(String parameter, String value, String message) {
        return invalid(List.of(new Wrong(parameter, List.of(value), message)));
    }

    /** A wrong parameter. */
    record Wrong(String parameter, List<String> values, String message) {}

    /** Something asked for by id is not there; X answers 200 with errors for lookups. */
    static ObjectNode missing(String type, String parameter, String value) {
        ObjectNode error = JSON.createObjectNode().put("value", value);
        error.put("detail", "Could not find " + type + " with " + parameter + ": [" + value + "].");
        error.put("title", "Not Found Error").put("resource_type", type).put("parameter", parameter);
        return error.put("resource_id", value).put("type", PROBLEMS + "resource-not-found");
    }

    /** A path that is none of X's. */
    static Refusal noSuchRoute() {
        return plain(404, "Not Found", "Not Found");
    }

    static Refusal notFound(String type, String parameter, String value) {
        ObjectNode body = missing(type, parameter, value).put("status", 404);
        return new Refusal(Reply.json(404, PROBLEM_JSON, body));
    }

    static Refusal of(Reply reply) {
        return new Refusal(reply);
    }
}
