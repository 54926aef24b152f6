package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/** The exchanges of one call: addresses below the configured base, the call's token, and errors that say their kind. */
final class YoutubeWire {
    private final NetworkCall call;
    private final Places places;

    YoutubeWire(NetworkCall call) {
        this.call = call;
        this.places = new Places(call);
    }

    /** A request to the Data API that changes nothing. */
    JsonNode read(String operation, String path, Map<String, String> query) throws NetworkException {
        return exchange(HttpRequest.get(operation, places.data(path, query)));
    }

    /** A report of the Analytics API. */
    JsonNode report(Map<String, String> query) throws NetworkException {
        return exchange(HttpRequest.get(Operations.REPORTS_QUERY, places.analytics("/v2/reports", query)));
    }

    /** A request that makes something new at every execution: sent once, and never repeated blindly. */
    JsonNode create(String operation, String path, Map<String, String> query, ObjectNode body) throws NetworkException {
        return exchange(HttpRequest.changing(operation, "POST", places.data(path, query))
                .json(Json.bytes(body)));
    }

    /** A request that replaces what is there and may simply be tried again. */
    JsonNode replace(String operation, String path, Map<String, String> query, ObjectNode body)
            throws NetworkException {
        return exchange(
                HttpRequest.settling(operation, "PUT", places.data(path, query)).json(Json.bytes(body)));
    }

    /** A request that brings about a state, has no answer but its status, and may simply be tried again. */
    void settle(String operation, String method, String path, Map<String, String> query) throws NetworkException {
        send(HttpRequest.settling(operation, method, places.data(path, query)));
    }

    Places places() {
        return places;
    }

    /** Sends a request that expects JSON. */
    JsonNode exchange(HttpRequest.Builder builder) throws NetworkException {
        Sent sent = send(builder);
        return Json.parse(sent.response().body())
                .filter(JsonNode::isObject)
                .orElseThrow(() -> unreadable(sent.request(), sent.response()));
    }

    /** What was asked, and what was answered. */
    record Sent(HttpRequest request, HttpResponse response) {}

    /** Sends a request; every status but a success is an error. */
    Sent send(HttpRequest.Builder builder) throws NetworkException {
        Sent sent = sendAnyway(builder);
        if (!Statuses.successful(sent.response())) {
            throw failure(sent);
        }
        return sent;
    }

    /** Sends a request; every status is an answer. */
    Sent sendAnyway(HttpRequest.Builder builder) throws NetworkException {
        call.checkActive();
        HttpRequest request = builder.bearer(call.accessToken().value())
                .header("Accept", "application/json")
                .build();
        return new Sent(request, call.http().send(request));
    }

    NetworkException failure(Sent sent) {
        return YoutubeErrors.of(sent.request(), sent.response(), call.clock().instant(), call.accessToken());
    }

    /** A success that cannot be read: what was to be changed most likely is, so that it must be looked up. */
    private NetworkException unreadable(HttpRequest request, HttpResponse response) {
        ErrorKind kind = request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
        String excerpt =
                Excerpts.of(response.body(), 120).replace(call.accessToken().value(), "[hidden]");
        return new NetworkException(
                kind,
                "YouTube answered " + response.status() + " to " + request.operation() + " with no whole JSON: "
                        + excerpt);
    }
}
