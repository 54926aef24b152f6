package org.parvis.network.instagram;

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
 * Subscribes the application to an account, or with Facebook Login to its page. Where Meta sends to is a matter of the
 * application and registered once by the operator, so that the subscription's callback is not told here.
 */
final class InstagramSubscriber implements WebhookSubscriber {

    static final List<String> WANTED = List.of("comments", "live_comments", "mentions", "messages", "message_edit");

    /** A page knows no fields of Instagram; being subscribed at all is what lets its account's events through. */
    private static final List<String> OF_PAGE = List.of("feed", "messages");

    private static final String PATH = "/me/subscribed_apps";

    private static List<String> wanted(NetworkCall call) {
        return Login.of(call) == Login.FACEBOOK ? OF_PAGE : WANTED;
    }

    @Override
    public void subscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        new Graph(call).settle(Operations.SUBSCRIBE, PATH, Map.of("subscribed_fields", String.join(",", wanted(call))));
    }

    @Override
    public void unsubscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        try {
            new Graph(call).delete(Operations.SUBSCRIBE, PATH);
        } catch (NetworkException failure) {
            if (failure.kind() != ErrorKind.NOT_FOUND) {
                throw failure;
            }
        }
    }

    /** A token sees its own application only. */
    @Override
    public Standing describe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        JsonNode answer = new Graph(call).read(Operations.SUBSCRIBED, PATH, Map.of("fields", "id,subscribed_fields"));
        Set<String> fields = new HashSet<>();
        for (JsonNode app : Json.list(answer, "data")) {
            Json.at(app, "subscribed_fields").forEach(field -> fields.add(field.asText()));
        }
        return new Standing(fields.containsAll(wanted(call)), null);
    }
}
