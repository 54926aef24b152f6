package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;
import org.parvis.toolkit.json.Json;

/**
 * A page's subscription to notifications. LinkedIn keys it by the application's number and the member who authorised; the
 * former only the operator knows, the latter LinkedIn says with the member's roles.
 */
final class LinkedinSubscriber implements WebhookSubscriber {
    private static final String EVENT = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS";
    private static final String PATH = "/rest/eventSubscriptions";

    @Override
    public void subscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        LinkedinWire wire = new LinkedinWire(call);
        wire.settle(
                Operations.SUBSCRIPTIONS,
                "PUT",
                PATH + "/" + RestLi.encode(key(call, wire)),
                Map.of(),
                LinkedinWire.Change.of(
                        Json.object().put("webhook", subscription.callback().toString())));
    }

    @Override
    public void unsubscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        LinkedinWire wire = new LinkedinWire(call);
        try {
            wire.settle(
                    Operations.SUBSCRIPTIONS,
                    "DELETE",
                    PATH + "/" + RestLi.encode(key(call, wire)),
                    Map.of(),
                    LinkedinWire.Change.NONE);
        } catch (NetworkException failure) {
            if (failure.kind() != ErrorKind.NOT_FOUND) {
                throw failure;
            }
        }
    }

    @Override
    public Standing describe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        LinkedinWire wire = new LinkedinWire(call);
        Map<String, @Nullable Object> query = new LinkedHashMap<>();
        query.put("q", "subscriberAndEventType");
        query.put("eventType", EVENT);
        JsonNode answer = wire.read(Operations.SUBSCRIPTIONS, PATH, query, LinkedinWire.FINDER);
        String page = call.account().remoteId().value();
        for (JsonNode element : Json.list(answer, "elements")) {
            JsonNode key = Json.at(element, "key", "id", "$key");
            String entity = Json.textOr(Json.textOr("", element, "entity"), key, "entity");
            if (entity.equals(page) && subscription.callback().toString().equals(Json.text(element, "webhook"))) {
                return new Standing(true, Times.read(element, "expiresAt").orElse(null));
            }
        }
        return new Standing(false, null);
    }

    private static Map<String, String> key(NetworkCall call, LinkedinWire wire) throws NetworkException {
        String application = call.settings().getOrDefault("application.id", "").strip();
        if (application.isEmpty()) {
            // Not MISCONFIGURED, which would stop the whole network: everything but notifications works without.
            throw new NetworkException(
                    ErrorKind.UNSUPPORTED,
                    "Set x.application.id, the application's number in LinkedIn's portal, to subscribe to notifications");
        }
        Map<String, String> key = new LinkedHashMap<>();
        key.put("developerApplication", "urn:li:developerApplication:" + application);
        key.put("user", member(call, wire));
        key.put("entity", call.account().remoteId().value());
        key.put("eventType", EVENT);
        return key;
    }

    private static String member(NetworkCall call, LinkedinWire wire) throws NetworkException {
        for (JsonNode role : Json.list(LinkedinLinker.acls(wire, 0), "elements")) {
            String member = Json.id(role, "roleAssignee");
            if (member != null) {
                return member;
            }
        }
        throw new NetworkException(
                ErrorKind.PERMISSION_MISSING,
                "Whoever linked " + call.account().handle() + " administers no page on LinkedIn any more");
    }
}
