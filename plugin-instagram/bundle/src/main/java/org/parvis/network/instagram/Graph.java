package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/**
 * The exchanges of one call with the Graph API: addresses below the configured base and version, the call's token (with
 * the application's proof where Facebook Login takes it), and errors that say their kind.
 */
final class Graph {

    private final NetworkCall call;

    Graph(NetworkCall call) {
        this.call = call;
    }

    /** A node or an edge of it: {@code /123/comments}. */
    static String path(RemoteId node, String... edge) {
        return path(node.value(), edge);
    }

    static String path(String node, String... edge) {
        StringBuilder path = new StringBuilder("/").append(Addresses.segment(node));
        for (String each : edge) {
            path.append('/').append(each);
        }
        return path.toString();
    }

    /** The account itself. */
    String account(String... edge) {
        return path(call.account().remoteId(), edge);
    }

    /** A request that changes nothing. */
    JsonNode read(String operation, String path, Map<String, String> query) throws NetworkException {
        return exchange(HttpRequest.get(operation, below(path, query)));
    }

    /** A request that makes something new at every execution: sent once, and never repeated blindly. */
    JsonNode create(String operation, String path, Map<String, String> form) throws NetworkException {
        return exchange(
                HttpRequest.changing(operation, "POST", below(path, Map.of())).form(form));
    }

    JsonNode create(String operation, String path, ObjectNode body) throws NetworkException {
        return exchange(
                HttpRequest.changing(operation, "POST", below(path, Map.of())).json(Json.bytes(body)));
    }

    /** A request that brings about a state (hidden, liked), and may simply be tried again. */
    JsonNode settle(String operation, String path, Map<String, String> form) throws NetworkException {
        return exchange(
                HttpRequest.settling(operation, "POST", below(path, Map.of())).form(form));
    }

    /** A request after which something is no longer there, however often it was sent. */
    JsonNode delete(String operation, String path) throws NetworkException {
        return exchange(HttpRequest.settling(operation, "DELETE", below(path, Map.of())));
    }

    /** Asks with other credentials than the call's token, as the endpoints of tokens want it. */
    JsonNode readWith(String operation, String path, Map<String, String> query) throws NetworkException {
        URI address = Addresses.below(base(), path, query);
        return answer(HttpRequest.get(operation, address)
                .header("Accept", "application/json")
                .build());
    }

    private URI below(String path, Map<String, String> query) {
        Map<String, String> all = new LinkedHashMap<>(query);
        if (Login.of(call) == Login.FACEBOOK) {
            call.accessProof().ifPresent(proof -> all.put("appsecret_proof", proof));
        }
        return Addresses.below(base(), path, all);
    }

    /** Tokens are exchanged at the host itself, below no version. */
    JsonNode readUnversioned(String operation, String path, Map<String, String> query) throws NetworkException {
        return answer(
                HttpRequest.get(operation, Addresses.below(call.descriptor().baseAddress(), path, query))
                        .header("Accept", "application/json")
                        .build());
    }

    private URI base() {
        return URI.create(call.descriptor().baseAddress().toString().replaceFirst("/+$", "") + "/"
                + version(call.descriptor().apiVersion()));
    }

    /** {@code v26.0}, whichever way the operator wrote it. */
    static String version(String configured) {
        String number = configured.strip().replaceFirst("^[vV]", "");
        return "v" + (number.contains(".") ? number : number + ".0");
    }

    private JsonNode exchange(HttpRequest.Builder builder) throws NetworkException {
        return answer(builder.bearer(call.accessToken().value())
                .header("Accept", "application/json")
                .build());
    }

    private JsonNode answer(HttpRequest request) throws NetworkException {
        call.checkActive();
        HttpResponse response = call.http().send(request);
        if (!Statuses.successful(response)) {
            throw GraphErrors.of(request, response, call.clock().instant(), call.accessToken());
        }
        JsonNode answer = Json.parse(response.body())
                .filter(JsonNode::isContainerNode)
                .orElseThrow(() -> unreadable(request, response));
        if (!Json.at(answer, "error").isMissingNode()) {
            throw GraphErrors.of(request, response, call.clock().instant(), call.accessToken());
        }
        return answer;
    }

    /** A success that cannot be read: what was to be changed most likely is, so that it must be looked up. */
    private NetworkException unreadable(HttpRequest request, HttpResponse response) {
        ErrorKind kind = request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT;
        String excerpt =
                Excerpts.of(response.body(), 120).replace(call.accessToken().value(), "[hidden]");
        return new NetworkException(
                kind,
                "Instagram answered " + response.status() + " to " + request.operation() + " with no whole JSON: "
                        + excerpt);
    }

    /** The id in a success; without one nobody knows what was made, and it must be looked up. */
    static RemoteId createdId(String operation, JsonNode answer, String... names) throws NetworkException {
        String id = Json.id(answer, names);
        if (id == null || id.length() > RemoteId.MAX_LENGTH) {
            throw new NetworkException(
                    ErrorKind.OUTCOME_UNKNOWN, "Instagram answered " + operation + " without saying an id");
        }
        return new RemoteId(id);
    }
}
