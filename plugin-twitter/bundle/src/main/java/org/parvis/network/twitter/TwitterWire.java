package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/** The exchanges of one call: addresses below the configured base, the call's token, and errors that say their kind. */
final class TwitterWire {
    private final NetworkCall call;

    TwitterWire(NetworkCall call) {
        this.call = call;
    }

    /** A request that changes nothing. */
    JsonNode read(String operation, String path, Map<String, String> query) throws NetworkException {
        return exchange(HttpRequest.get(operation, below(path, query)));
    }

    /** A request that makes something new at every execution: sent once, and never repeated blindly. */
    JsonNode create(String operation, String path, ObjectNode body) throws NetworkException {
        return exchange(
                HttpRequest.changing(operation, "POST", below(path, Map.of())).json(Json.bytes(body)));
    }

    /** A request that brings about a state (hidden, liked) and may simply be tried again. */
    JsonNode settle(String operation, String method, String path, ObjectNode body) throws NetworkException {
        return exchange(
                HttpRequest.settling(operation, method, below(path, Map.of())).json(Json.bytes(body)));
    }

    /** The same without anything to say. */
    JsonNode settle(String operation, String method, String path) throws NetworkException {
        return exchange(HttpRequest.settling(operation, method, below(path, Map.of())));
    }

    /** A request after which something is no longer there, however often it was sent. */
    JsonNode delete(String operation, String path) throws NetworkException {
        return exchange(HttpRequest.settling(operation, "DELETE", below(path, Map.of())));
    }

    private URI below(String path, Map<String, String> query) {
        return Addresses.below(call.descriptor().baseAddress(), path, query);
    }

    private JsonNode exchange(HttpRequest.Builder builder) throws NetworkException {
        call.checkActive();
        HttpRequest request = builder.bearer(call.accessToken().value())
                .header("Accept", "application/json")
                .build();
        HttpResponse response = call.http().send(request);
        if (!Statuses.successful(response)) {
            throw TwitterErrors.of(request, response, call.clock().instant(), call.accessToken());
        }
        return Json.parse(response.body()).filter(JsonNode::isObject).orElseThrow(() -> unreadable(request, response));
    }

    /** A success that cannot be read: what was to be changed most likely is, so that it must be looked up. */
    private NetworkException unreadable(HttpRequest request, HttpResponse response) {
        ErrorKind kind = request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
        String excerpt =
                Excerpts.of(response.body(), 120).replace(call.accessToken().value(), "[hidden]");
        return new NetworkException(
                kind,
                "X answered " + response.status() + " to " + request.operation() + " with no whole JSON: " + excerpt);
    }
}
