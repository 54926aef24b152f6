package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.spi.http.MediaSlice;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/**
 * The exchanges of one call: XRPC methods below the descriptor's address, the account's token, errors that say their kind. The
 * account's data server passes on what the app's view of the network must answer.
 */
final class BlueskyWire {
    private final NetworkCall call;

    BlueskyWire(NetworkCall call) {
        this.call = call;
    }

    JsonNode query(String method, Map<String, String> parameters) throws NetworkException {
        return query(method, parameters, "", List.of());
    }

    /** A query with one parameter that is repeated. */
    JsonNode query(String method, Map<String, String> parameters, String repeated, List<String> values)
            throws NetworkException {
        List<String> parts = new ArrayList<>();
        parameters.forEach((name, value) -> parts.add(name + "=" + Addresses.segment(value)));
        values.forEach(value -> parts.add(repeated + "=" + Addresses.segment(value)));
        URI address = URI.create(method(method) + (parts.isEmpty() ? "" : "?" + String.join("&", parts)));
        return object(authorised(HttpRequest.get(Operations.READ, address)));
    }

    /** Makes something new: sent once. */
    JsonNode create(ObjectNode body) throws NetworkException {
        return object(
                authorised(HttpRequest.changing(Operations.CREATE, "POST", method("com.atproto.repo.createRecord"))
                        .json(Json.bytes(body))));
    }

    /** Brings about a state, however often it is sent. */
    JsonNode settle(String operation, String method, ObjectNode body) throws NetworkException {
        return object(authorised(
                HttpRequest.settling(operation, "POST", method(method)).json(Json.bytes(body))));
    }

    /** A file is known by its content: sent twice it is the same, and one that no record names is thrown away. */
    JsonNode upload(MediaRef file) throws NetworkException {
        return object(authorised(HttpRequest.settling(Operations.UPLOAD, "POST", method("com.atproto.repo.uploadBlob"))
                .media(file.type(), new MediaSlice(file, 0, file.size()))));
    }

    /** Before there is a token. */
    JsonNode signIn(ObjectNode body) throws NetworkException {
        return object(HttpRequest.changing(Operations.SIGN_IN, "POST", method("com.atproto.server.createSession"))
                .json(Json.bytes(body)));
    }

    JsonNode refresh(String refreshToken) throws NetworkException {
        return object(HttpRequest.changing(Operations.REFRESH, "POST", method("com.atproto.server.refreshSession"))
                .bearer(refreshToken));
    }

    /** Its answer is empty. */
    void signOut(String refreshToken) throws NetworkException {
        send(HttpRequest.settling(Operations.SIGN_OUT, "POST", method("com.atproto.server.deleteSession"))
                .bearer(refreshToken));
    }

    private URI method(String name) {
        return Addresses.below(call.descriptor().baseAddress(), "/xrpc/" + name, Map.of());
    }

    private HttpRequest.Builder authorised(HttpRequest.Builder request) {
        return request.bearer(call.accessToken().value());
    }

    private JsonNode object(HttpRequest.Builder builder) throws NetworkException {
        HttpRequest request = builder.header("Accept", "application/json").build();
        HttpResponse response = send(request);
        return Json.parse(response.body()).filter(JsonNode::isObject).orElseThrow(() -> unreadable(request));
    }

    private void send(HttpRequest.Builder builder) throws NetworkException {
        HttpResponse unused = send(builder.build());
    }

    private HttpResponse send(HttpRequest request) throws NetworkException {
        call.checkActive();
        HttpResponse response = call.http().send(request);
        if (!Statuses.successful(response)) {
            throw BlueskyErrors.of(request, response, call);
        }
        return response;
    }

    /** A success that cannot be read: what was to be changed most likely is. */
    private static NetworkException unreadable(HttpRequest request) {
        return new NetworkException(
                request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT,
                "Bluesky answered " + request.operation() + " with something that is no JSON object");
    }
}
