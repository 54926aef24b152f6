package org.parvis.network.youtube;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.http.Statuses;

/**
 * Keeps the subscription to the feed of the channel's films at Google's WebSub hub. A subscription ends after five days;
 * asking for it again lengthens it. The hub takes no access token.
 */
final class YoutubeSubscriber implements WebhookSubscriber {
    private static final Duration LEASE = Duration.ofDays(5);
    private static final Pattern STATE = details("State", "(\\w+)");
    private static final Pattern EXPIRES = details("Expiration time", "([^<]{10,60})");

    /** The hub's page is for people: a name, and after it, in the next element, its value. */
    private static Pattern details(String name, String value) {
        return Pattern.compile(">\\s*" + name + "\\s*:?\\s*</[^>]+>\\s*<[^>]+>\\s*" + value + "\\s*<");
    }

    @Override
    public void subscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        ask(call, subscription, "subscribe");
    }

    @Override
    public void unsubscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        ask(call, subscription, "unsubscribe");
    }

    private static void ask(NetworkCall call, WebhookSubscription subscription, String mode) throws NetworkException {
        HubTopic topic = topic(call);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("hub.mode", mode);
        form.put("hub.topic", topic.address());
        form.put("hub.callback", callback(topic, subscription));
        form.put("hub.verify", "async");
        if (mode.equals("subscribe")) {
            form.put("hub.secret", subscription.secret());
            form.put("hub.lease_seconds", Long.toString(LEASE.toSeconds()));
        }
        send(
                call,
                HttpRequest.settling(Operations.HUB_SUBSCRIBE, "POST", new Places(call).hub("/subscribe", Map.of()))
                        .form(form)
                        .build());
    }

    private static HubTopic topic(NetworkCall call) {
        return new HubTopic(call.account().remoteId().value());
    }

    private static String callback(HubTopic topic, WebhookSubscription subscription) {
        String address = subscription.callback().toString();
        return address + (address.contains("?") ? "&" : "?") + YoutubeWebhooks.PROOF + "="
                + topic.proof(subscription.secret());
    }

    private static HttpResponse send(NetworkCall call, HttpRequest request) throws NetworkException {
        call.checkActive();
        HttpResponse response = call.http().send(request);
        if (!Statuses.successful(response)) {
            throw YoutubeErrors.of(request, response, call.clock().instant(), call.accessToken());
        }
        return response;
    }

    /** What the hub's page of details says; one that says nothing counts as not subscribed, so that it is asked for again. */
    @Override
    public Standing describe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
        HubTopic topic = topic(call);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("hub.callback", callback(topic, subscription));
        query.put("hub.topic", topic.address());
        HttpRequest request = HttpRequest.get(
                        Operations.HUB_DETAILS, new Places(call).hub("/subscription-details", query))
                .build();
        String page = details(call, request);
        Matcher state = STATE.matcher(page);
        boolean verified = state.find() && state.group(1).equals("verified");
        Optional<Instant> expires = expires(page);
        boolean over = expires.filter(at -> !at.isAfter(call.clock().instant())).isPresent();
        return new Standing(verified && !over, expires.orElse(null));
    }

    /** A subscription that the hub does not know is not there. */
    private static String details(NetworkCall call, HttpRequest request) throws NetworkException {
        try {
            return send(call, request).text();
        } catch (NetworkException refused) {
            if (refused.kind() == ErrorKind.NOT_FOUND) {
                return "";
            }
            throw refused;
        }
    }

    private static Optional<Instant> expires(String page) {
        Matcher matcher = EXPIRES.matcher(page);
        try {
            return matcher.find()
                    ? Optional.of(ZonedDateTime.parse(matcher.group(1).strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
