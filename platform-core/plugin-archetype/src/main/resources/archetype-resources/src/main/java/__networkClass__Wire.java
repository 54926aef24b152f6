package ${package};

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/** The exchanges of one call: addresses below the descriptor's, the call's token, and errors that say their kind. */
final class ${networkClass}Wire {
    private final NetworkCall call;

    ${networkClass}Wire(NetworkCall call) {
        this.call = call;
    }

    JsonNode read(String operation, String path, Map<String, String> query) throws NetworkException {
        return exchange(HttpRequest.get(operation, below(path, query)));
    }

    /** Makes something new each time it is executed, therefore the platform sends it once. */
    JsonNode create(String operation, String path, JsonNode body) throws NetworkException {
        return exchange(
                HttpRequest.changing(operation, "POST", below(path, Map.of())).json(Json.bytes(body)));
    }

    /** Brings about a state, however often it is sent. */
    void settle(String operation, String method, String path) throws NetworkException {
        JsonNode unused = exchange(HttpRequest.settling(operation, method, below(path, Map.of())));
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
            throw ${networkClass}Errors.of(request, response, call);
        }
        return Json.parse(response.body()).filter(JsonNode::isObject).orElseThrow(() -> unreadable(request));
    }

    /** A success that cannot be read: what was to be changed most likely is. */
    private static NetworkException unreadable(HttpRequest request) {
        return new NetworkException(
                request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT,
                "${networkName} answered " + request.operation() + " with something that is no JSON object");
    }
}
