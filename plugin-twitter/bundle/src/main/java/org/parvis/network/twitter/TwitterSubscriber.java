package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Keeps the account's subscriptions at X's activity API, one for each kind of event. The webhook itself belongs to the
 * application and is registered once with the application's own token, which no call carries: the operator does it and notes
 * its id as {@code x.webhook.id}.
 */
final class TwitterSubscriber implements WebhookSubscriber {
    /** Kinds of event, each with the direction it needs; empty for none. X's description of July 2026 knows these. */
    private static final Map<String, String> EVENTS =
            Map.of("post.mention.create", "inbound", "post.delete", "", "dm.received", "", "dm.sent", "");

    /** What its description of August 2026 knows besides: answers that do not name the account. */
    private static final Map<String, String> NEWER_EVENTS = Map.of("post.reply.create", "inbound");

    private static final String PATH = "/2/activity/subscriptions";
    private static final String TAG = "parvis";

    @Override
    public void subscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        String webhook = webhook(call);
        if (webhook.isEmpty()) {
            throw new NetworkException(
                    ErrorKind.UNSUPPORTED,
                    "Register the webhook " + subscription.callback()
                            + " at X with the application's token and set x.webhook.id to its id");
        }
        Map<String, String> present = present(call, webhook);
        for (Map.Entry<String, String> event : events(call).entrySet()) {
            if (!present.containsKey(event.getKey())) {
                ObjectNode body = Json.object().put("event_type", event.getKey());
                ObjectNode filter = body.putObject("filter")
                        .put("user_id", call.account().remoteId().value());
                if (!event.getValue().isEmpty()) {
                    filter.put("direction", event.getValue());
                }
                body.put("tag", TAG).put("webhook_id", webhook);
                new TwitterWire(call).settle(Operations.SUBSCRIPTIONS, "POST", PATH, body);
            }
        }
    }

    @Override
    public void unsubscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        for (String id : present(call, webhook(call)).values()) {
            try {
                new TwitterWire(call).delete(Operations.SUBSCRIPTIONS, PATH + "/" + Addresses.segment(id));
            } catch (NetworkException gone) {
                if (gone.kind() != ErrorKind.NOT_FOUND) {
                    throw gone;
                }
            }
        }
    }

    @Override
    public Standing describe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        String webhook = webhook(call);
        return new Standing(
                !webhook.isEmpty()
                        && present(call, webhook)
                                .keySet()
                                .containsAll(events(call).keySet()),
                null);
    }

    /** The ids of the account's subscriptions to this webhook, by kind of event. */
    private static Map<String, String> present(NetworkCall call, String webhook) throws NetworkException {
        Map<String, String> present = new TreeMap<>();
        String page = null;
        do {
            Map<String, String> query = new TreeMap<>(Map.of("max_results", "1000"));
            if (page != null) {
                query.put("pagination_token", page);
            }
            JsonNode answer = new TwitterWire(call).read(Operations.SUBSCRIPTIONS, PATH, query);
            for (JsonNode each : Json.list(answer, "data")) {
                String id = Json.id(each, "subscription_id", "id");
                String user = Json.id(Json.at(each, "filter"), "user_id");
                boolean ours = call.account().remoteId().value().equals(user)
                        && webhook.equals(Json.textOr(webhook, each, "webhook_id"));
                if (id != null && ours) {
                    present.put(Json.textOr("", each, "event_type"), id);
                }
            }
            String next = Json.text(Json.at(answer, "meta"), "next_token");
            page = next == null || next.equals(page) ? null : next;
        } while (page != null);
        return present;
    }

    private static Map<String, String> events(NetworkCall call) throws NetworkException {
        Map<String, String> events = new TreeMap<>(EVENTS);
        if (Dialect.of(call) == Dialect.POST) {
            events.putAll(NEWER_EVENTS);
        }
        return events;
    }

    private static String webhook(NetworkCall call) {
        return call.settings().getOrDefault("webhook.id", "").strip();
    }
}
