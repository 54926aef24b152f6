package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        return exchange(request("GET", operation, path, query, null, false));
    }

    /** A request that makes something new at every execution: sent once, and never repeated blindly. */
    JsonNode create(String operation, String path, ObjectNode body) throws NetworkException {
        return exchange(request("POST", operation, path, Map.of(), body, true));
    }

    /**
     * A request that brings about a state (deleted, hidden, liked). Executing it twice does not matter, so that a failure
     * without an answer may simply be tried again.
     */
    JsonNode settle(String operation, String method, String path, @Nullable ObjectNode body) throws NetworkException {
        return exchange(request(method, operation, path, Map.of(), body, false));
    }

    private HttpRequest request(
            String method,
            String operation,
            String path,
            Map<String, String> query,
            @Nullable ObjectNode body,
            boolean changing) {
        URI address = Addresses.below(call.descriptor().baseAddress(), path, query);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + call.accessToken().value());
        headers.put("Accept", "application/json");
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        return new HttpRequest(method, address, headers, body == null ? null : Json.bytes(body), operation, changing);
    }

    private JsonNode exchange(HttpRequest request) throws NetworkException {
        call.checkActive();
        HttpResponse response = call.http().send(request);
        if (!Statuses.successful(response)) {
            throw TwitterErrors.of(request, response, call.clock().instant(), call.accessToken());
        }
        return Json.parse(response.body())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> unreadable(request, response));
    }

    /** A success that cannot be read: what was to be changed most likely is, so that it must be looked up. */
    private NetworkException unreadable(HttpRequest request, HttpResponse response) {
        ErrorKind kind = request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
        String excerpt = Excerpts.of(response.body(), 120).replace(call.accessToken().value(), "[hidden]");
        return new NetworkException(
                kind, "X answered " + response.status() + " to " + request.operation() + " with no whole JSON: " + excerpt);
    }
}
