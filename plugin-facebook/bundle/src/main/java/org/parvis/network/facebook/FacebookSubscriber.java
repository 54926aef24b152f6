package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;
import org.parvis.toolkit.json.Json;

/**
 * Subscribes the application to a page. Where Meta sends to is a matter of the application and registered once by the
 * operator, so that the subscription's callback is not told here.
 */
final class FacebookSubscriber implements WebhookSubscriber {

    static final List<String> WANTED = List.of("feed", "mention", "messages", "message_echoes", "message_edits");

    @Override
    public void subscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        Graph graph = new Graph(call);
        graph.settle(
                Operations.SUBSCRIBE,
                graph.page("subscribed_apps"),
                Map.of("subscribed_fields", String.join(",", WANTED)));
    }

    @Override
    public void unsubscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        Graph graph = new Graph(call);
        try {
            graph.delete(Operations.SUBSCRIBE, graph.page("subscribed_apps"));
        } catch (NetworkException failure) {
            if (failure.kind() != ErrorKind.NOT_FOUND) {
                throw failure;
            }
        }
    }

    /** A page's token sees its own application only. */
    @Override
    public Standing describe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        Graph graph = new Graph(call);
        JsonNode answer = graph.read(
                Operations.SUBSCRIBED, graph.page("subscribed_apps"), Map.of("fields", "id,subscribed_fields"));
        Set<String> fields = new HashSet<>();
        for (JsonNode app : Json.list(answer, "data")) {
            Json.at(app, "subscribed_fields").forEach(field -> fields.add(field.asText()));
        }
        return new Standing(fields.containsAll(WANTED), null);
    }
}
