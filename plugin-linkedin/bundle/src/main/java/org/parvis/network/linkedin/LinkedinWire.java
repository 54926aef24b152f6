package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.spi.http.MediaSlice;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.http.Excerpts;
import org.parvis.toolkit.http.Statuses;
import org.parvis.toolkit.json.Json;

/**
 * The exchanges of one call: addresses below the configured base, the version and the call's token on every request, Rest.li's
 * way of writing parameters, and errors that say their kind.
 */
final class LinkedinWire {
    static final String FINDER = "FINDER";
    static final String BATCH_GET = "BATCH_GET";
    static final String PARTIAL_UPDATE = "PARTIAL_UPDATE";

    /** Longer queries travel in the body ("query tunnelling"); LinkedIn refuses addresses of more than about 4 KiB. */
    private static final int LONGEST_QUERY = 3000;

    private final NetworkCall call;

    LinkedinWire(NetworkCall call) {
        this.call = call;
    }

    /** A request that changes nothing. */
    JsonNode read(String operation, String path, Map<String, ? extends @Nullable Object> query, @Nullable String method)
            throws NetworkException {
        String parameters = RestLi.query(query);
        HttpRequest.Builder builder;
        if (parameters.length() > LONGEST_QUERY) {
            builder = HttpRequest.settling(operation, "POST", below(path, ""))
                    .header("X-HTTP-Method-Override", "GET")
                    .body("application/x-www-form-urlencoded", parameters.getBytes(StandardCharsets.UTF_8));
        } else {
            builder = HttpRequest.get(operation, below(path, parameters));
        }
        HttpRequest request = finish(builder, method);
        HttpResponse response = send(request);
        return Json.parse(response.body()).filter(JsonNode::isObject).orElseThrow(() -> unreadable(request, response));
    }

    /** A request that makes something new at every execution: sent once, and never repeated blindly. */
    HttpResponse create(String operation, String path, ObjectNode body) throws NetworkException {
        return send(
                finish(HttpRequest.changing(operation, "POST", below(path, "")).json(Json.bytes(body)), null));
    }

    /** A request that brings about a state and may simply be tried again. */
    HttpResponse settle(String operation, String verb, String path, Map<String, String> query, Change change)
            throws NetworkException {
        HttpRequest.Builder builder = HttpRequest.settling(operation, verb, below(path, RestLi.query(query)));
        if (change.body() != null) {
            builder.json(Json.bytes(change.body()));
        }
        return send(finish(builder, change.method()));
    }

    /**
     * What a settling request carries.
     *
     * @param method Rest.li's, where the verb does not say it
     */
    record Change(@Nullable ObjectNode body, @Nullable String method) {
        static final Change NONE = new Change(null, null);

        static Change partial(ObjectNode patch) {
            return new Change(patch, PARTIAL_UPDATE);
        }

        static Change of(ObjectNode body) {
            return new Change(body, null);
        }
    }

    /** Sends a file or a part of one to an address that LinkedIn gave. */
    HttpResponse upload(String address, String type, MediaSlice slice) throws NetworkException {
        URI target = Addresses.read(address);
        if (target == null) {
            throw new NetworkException(ErrorKind.API_RETIRED, "LinkedIn gave no usable address to send a file to");
        }
        HttpRequest.Builder builder = HttpRequest.settling(Operations.MEDIA_UPLOAD, "PUT", onThisNetwork(target))
                .media(type, slice);
        return send(builder.bearer(call.accessToken().value()).build());
    }

    /** Operators point the network elsewhere; the network's own addresses then move along. */
    private URI onThisNetwork(URI address) {
        URI base = call.descriptor().baseAddress();
        boolean elsewhere = call.descriptor().allowedHosts().stream().noneMatch(host -> host.equals(base.getHost()));
        return elsewhere ? Addresses.rebase(address, call.descriptor().allowedHosts(), base) : address;
    }

    private URI below(String path, String query) {
        URI address = Addresses.below(call.descriptor().baseAddress(), path, Map.of());
        return query.isEmpty() ? address : URI.create(address + "?" + query);
    }

    private HttpRequest finish(HttpRequest.Builder builder, @Nullable String method) {
        if (method != null) {
            builder.header("X-RestLi-Method", method);
        }
        return builder.bearer(call.accessToken().value())
                .header("Accept", "application/json")
                .header("Linkedin-Version", call.descriptor().apiVersion())
                .header("X-Restli-Protocol-Version", "2.0.0")
                .build();
    }

    private HttpResponse send(HttpRequest request) throws NetworkException {
        call.checkActive();
        HttpResponse response = call.http().send(request);
        if (!Statuses.successful(response)) {
            throw LinkedinErrors.of(request, response, call.clock().instant(), call.accessToken());
        }
        return response;
    }

    private NetworkException unreadable(HttpRequest request, HttpResponse response) {
        String excerpt =
                Excerpts.of(response.body(), 120).replace(call.accessToken().value(), "[hidden]");
        return new NetworkException(
                ErrorKind.TRANSIENT,
                "LinkedIn answered " + response.status() + " to " + request.operation() + " with no whole JSON: "
                        + excerpt);
    }

    /** Whether the app may ask for many at once; LinkedIn's Development tier may not. */
    boolean batches() {
        return !"off"
                .equalsIgnoreCase(call.settings().getOrDefault("batch", "on").strip());
    }
}
