package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.parvis.simulation.Reply;

/** An error answer, thrown from wherever it is noticed. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final int number;
    private final String code;

    Refusal(int status, int number, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.number = number;
        this.code = code;
    }

    static Refusal denied(String what) {
        return new Refusal(403, 100, "ACCESS_DENIED", "Not enough permissions to access: " + what);
    }

    static Refusal notFound(String what) {
        return new Refusal(404, 0, "NOT_FOUND", "Could not find entity " + what);
    }

    static Refusal missing(String field) {
        return new Refusal(422, 0, "MISSING_FIELD", field + " :: field is required but not found");
    }

    static Refusal tooLong(String field, int length, int most) {
        return new Refusal(
                422, 0, "FIELD_LENGTH_TOO_LONG", field + " :: length " + length + " is too long, at most " + most);
    }

    static Refusal value(String field, String why) {
        return new Refusal(400, 0, "INVALID_VALUE_FOR_FIELD", field + " :: " + why);
    }

    static Refusal urn(String text) {
        return new Refusal(400, 0, "INVALID_URN_TYPE", "\"" + text + "\" is not a URN of the expected type");
    }

    static Refusal unpermitted(String field) {
        return new Refusal(
                403,
                100,
                "ACCESS_DENIED",
                "Unpermitted fields present in REQUEST_BODY: Data Processing Exception while processing fields [/"
                        + field + "]");
    }

    Reply reply() {
        ObjectNode body = JSON.createObjectNode().put("status", status);
        if (number > 0) {
            body.put("serviceErrorCode", number);
        }
        return Reply.json(status, body.put("code", code).put("message", getMessage()));
    }
}
