package org.parvis.simulator.twitter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.parvis.simulation.NetworkJournal;
import org.parvis.simulation.Reply;

/**
 * Webhooks and the subscriptions of X's Activity API. Events of archive items are announced when the clock reaches them.
 * One thread of its own delivers, in order; a failed delivery is tried twice more.
 */
final class Webhooks implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Set<String> TYPES = Set.of(
            "post.create",
            "post.delete",
            "post.mention.create",
            "post.reply.create",
            "post.quote.create",
            "post.repost.create",
            "like.create",
            "dm.sent",
            "dm.received",
            "dm.read",
            "dm.indicate_typing",
            "follow.follow",
            "follow.unfollow");

    private record Webhook(long id, String url, String client, long createdAt) {}

    private record Subscription(
            long id, String type, long user, String tag, long webhook, long createdAt, String direction) {}

    private final World world;
    private final Authorisation authorisation;
    private final NetworkJournal journal;
    private final ActivityEvents events;
    private final WebhookDelivery delivery = new WebhookDelivery();
    private final Map<Long, Webhook> webhooks = new ConcurrentHashMap<>();
    private final Map<Long, Boolean> valid = new ConcurrentHashMap<>();
    private final Map<Long, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "simulation-twitter-webhooks");
        thread.setDaemon(true);
        return thread;
    });
    private long announcedTo;

    Webhooks(World world, Authorisation authorisation, Settings settings, NetworkJournal journal, URI base) {
        this.world = world;
        this.authorisation = authorisation;
        this.journal = journal;
        this.events = new ActivityEvents(world, settings, base);
        this.announcedTo = world.now();
    }

    void start() {
        worker.scheduleWithFixedDelay(this::announce, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    void clockChanged() {
        worker.execute(this::announce);
    }

    /** Announces what came to be since the last time: of the archive, in the order of time. */
    private void announce() {
        long now = world.now();
        long from = announcedTo;
        announcedTo = now;
        if (subscriptions.isEmpty() || now <= from) {
            return;
        }
        PostIndex.View everything = world.everything();
        for (int i = 0; i < everything.size(); i++) {
            Post post = everything.at(i);
            if (post.createdAt > from && post.createdAt <= now && !events.live(post.id)) {
                events.of(post).forEach(this::deliver);
            }
        }
        for (Message message : world.messages()) {
            if (message.createdAt > from && message.createdAt <= now && !events.live(message.id)) {
                events.of(message).forEach(this::deliver);
            }
        }
    }

    /** Announces what was just done. */
    void happened(JsonNode event) {
        events.noteLive(event);
        worker.execute(() -> events.of(event).forEach(this::deliver));
    }

    private void deliver(ActivityEvents.Activity activity) {
        for (Subscription subscription : subscriptions.values()) {
            boolean wanted = subscription.type().equals(activity.type()) && subscription.user() == activity.user();
            Webhook webhook = webhooks.get(subscription.webhook());
            if (wanted && webhook != null) {
                ObjectNode envelope = JSON.createObjectNode();
                ObjectNode data = envelope.putObject("data").put("event_uuid", Long.toString(world.nextId()));
                data.putObject("filter").put("user_id", Long.toString(subscription.user()));
                data.put("event_type", activity.type());
                if (!subscription.tag().isEmpty()) {
                    data.put("tag", subscription.tag());
                }
                data.set("payload", activity.payload());
                if (!activity.includes().isEmpty()) {
                    data.set("includes", activity.includes());
                }
                delivery.deliver(webhook.url(), authorisation.secret(webhook.client()), bytes(envelope));
            }
        }
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written.", e);
        }
    }

    /** Tells a user's subscribers that the access was withdrawn. */
    void revoked(long user, String client) {
        ObjectNode payload = JSON.createObjectNode().put("date_time", Rendering.time(world.now()));
        payload.put("user_id", Long.toString(user)).put("app_id", client);
        for (Webhook webhook : webhooks.values()) {
            boolean concerned = subscriptions.values().stream()
                    .anyMatch(subscription -> subscription.user() == user && subscription.webhook() == webhook.id());
            if (concerned) {
                ObjectNode envelope = JSON.createObjectNode();
                envelope.putObject("data")
                        .put("event_uuid", Long.toString(world.nextId()))
                        .put("event_type", "oauth.revoke")
                        .set("payload", payload);
                worker.execute(
                        () -> delivery.deliver(webhook.url(), authorisation.secret(webhook.client()), bytes(envelope)));
            }
        }
    }

    /** {@code POST /2/webhooks}. */
    Reply create(Call call) {
        call.parameters().check();
        String url = Bodies.text(call.body(), "$", "url");
        if (url.isEmpty() || url.length() > 200 || !WebhookDelivery.allowed(url)) {
            throw Refusal.typed(
                    400,
                    "invalid-request",
                    "UrlValidationFailed",
                    "The url must be one on the loopback address of this machine, of up to 200 characters.");
        }
        if (webhooks.values().stream().anyMatch(known -> known.url().equals(url))) {
            throw Refusal.typed(400, "invalid-request", "DuplicateUrlFailed", "The url is registered already.");
        }
        if (!delivery.check(url, authorisation.secret(call.principal().client()))) {
            throw Refusal.typed(
                    400,
                    "invalid-request",
                    "CrcValidationFailed",
                    "The CRC check of the url did not give the right answer.");
        }
        long id = world.nextId();
        keep(
                Changes.event("webhook")
                        .put("id", id)
                        .put("url", url)
                        .put("client", call.principal().client())
                        .put("createdAt", world.now()),
                call.exchange().id());
        ObjectNode answer = JSON.createObjectNode();
        answer.set("data", describe(Objects.requireNonNull(webhooks.get(id))));
        return Reply.json(200, answer);
    }

    private ObjectNode describe(Webhook webhook) {
        return JSON.createObjectNode()
                .put("id", Long.toString(webhook.id()))
                .put("url", webhook.url())
                .put("valid", valid.getOrDefault(webhook.id(), true))
                .put("created_at", Rendering.time(webhook.createdAt()));
    }

    /** {@code GET /2/webhooks}. */
    Reply list(Call call) {
        call.parameters().choices("webhook_config.fields", Set.of("created_at", "id", "url", "valid"));
        call.parameters().check();
        ObjectNode answer = JSON.createObjectNode();
        webhooks.values().stream()
                .filter(webhook -> webhook.client().equals(call.principal().client()))
                .forEach(webhook -> answer.withArray("data").add(describe(webhook)));
        answer.putObject("meta").put("result_count", answer.path("data").size());
        return Reply.json(200, answer);
    }

    private Webhook webhook(Call call) {
        long id = call.pathId();
        call.parameters().check();
        return Optional.ofNullable(webhooks.get(id))
                .filter(webhook -> webhook.client().equals(call.principal().client()))
                .orElseThrow(() -> Refusal.notFound("webhook", "webhook_id", Long.toString(id)));
    }

    /** {@code PUT /2/webhooks/{webhook_id}}: the challenge once more. */
    Reply validate(Call call) {
        Webhook webhook = webhook(call);
        boolean good = delivery.check(webhook.url(), authorisation.secret(webhook.client()));
        valid.put(webhook.id(), good);
        return PostWrites.done("valid", good);
    }

    /** {@code DELETE /2/webhooks/{webhook_id}}. */
    Reply delete(Call call) {
        keep(
                Changes.event("webhook.deleted").put("id", webhook(call).id()),
                call.exchange().id());
        return PostWrites.done("deleted", true);
    }

    /** {@code POST /2/activity/subscriptions}. */
    Reply subscribe(Call call) {
        call.parameters().check();
        JsonNode body = call.body();
        Bodies.only(body, "$", Set.of("event_type", "filter", "tag", "webhook_id"));
        Bodies.only(body.path("filter"), "$.filter", Set.of("user_id", "direction", "keyword"));
        String type = Bodies.text(body, "$", "event_type");
        if (!TYPES.contains(type)) {
            throw Bodies.wrong("$.event_type: does not have a value in the enumeration " + TYPES);
        }
        long user = Bodies.id(body.path("filter"), "$.filter", "user_id");
        if (type.startsWith("dm.") && call.user() != user) {
            throw Refusal.forbidden("Private events need the user's own token.");
        }
        long webhook = body.has("webhook_id") ? Bodies.id(body, "$", "webhook_id") : 0;
        if (webhook != 0 && !webhooks.containsKey(webhook)) {
            throw Refusal.notFound("webhook", "webhook_id", Long.toString(webhook));
        }
        long id = world.nextId();
        keep(
                Changes.event("subscription")
                        .put("id", id)
                        .put("type", type)
                        .put("user", user)
                        .put("webhook", webhook)
                        .put("tag", Bodies.text(body, "$", "tag"))
                        .put("createdAt", world.now())
                        .put("direction", Bodies.text(body.path("filter"), "$.filter", "direction")),
                call.exchange().id());
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("data").set("subscription", describe(Objects.requireNonNull(subscriptions.get(id))));
        answer.putObject("meta").put("total_subscriptions", subscriptions.size());
        return Reply.json(200, answer);
    }

    private static ObjectNode describe(Subscription subscription) {
        ObjectNode node = JSON.createObjectNode().put("subscription_id", Long.toString(subscription.id()));
        node.put("event_type", subscription.type());
        ObjectNode filter = node.putObject("filter").put("user_id", Long.toString(subscription.user()));
        if (!subscription.direction().isEmpty()) {
            filter.put("direction", subscription.direction());
        }
        if (!subscription.tag().isEmpty()) {
            node.put("tag", subscription.tag());
        }
        if (subscription.webhook() != 0) {
            node.put("webhook_id", Long.toString(subscription.webhook()));
        }
        String time = Rendering.time(subscription.createdAt());
        return node.put("created_at", time).put("updated_at", time);
    }

    /** {@code GET /2/activity/subscriptions}. */
    Reply subscriptions(Call call) {
        call.parameters().number("max_results", 1, 1000, 1000);
        call.parameters().one("pagination_token");
        call.parameters().check();
        ObjectNode answer = JSON.createObjectNode();
        List.copyOf(subscriptions.values())
                .forEach(each -> answer.withArray("data").add(describe(each)));
        answer.putObject("meta").put("result_count", subscriptions.size());
        return Reply.json(200, answer);
    }

    /** {@code DELETE /2/activity/subscriptions/{subscription_id}}. */
    Reply unsubscribe(Call call) {
        long id = call.pathId();
        call.parameters().check();
        if (!subscriptions.containsKey(id)) {
            throw Refusal.notFound("subscription", "subscription_id", Long.toString(id));
        }
        keep(
                Changes.event("subscription.deleted").put("id", id),
                call.exchange().id());
        return PostWrites.done("deleted", true);
    }

    private void keep(ObjectNode state, String requestId) {
        journal.kept(new NetworkJournal.Write("", "webhooks", "", "", state), requestId);
        apply(state);
    }

    /** Does, live or when the journal is read again, what an entry says. */
    void apply(JsonNode state) {
        switch (state.path("event").asText()) {
            case "webhook" ->
                webhooks.put(
                        state.get("id").asLong(),
                        new Webhook(
                                state.get("id").asLong(),
                                state.get("url").asText(),
                                state.get("client").asText(),
                                state.get("createdAt").asLong()));
            case "webhook.deleted" -> {
                webhooks.remove(state.get("id").asLong());
                subscriptions
                        .values()
                        .removeIf(each -> each.webhook() == state.get("id").asLong());
            }
            case "subscription" ->
                subscriptions.put(
                        state.get("id").asLong(),
                        new Subscription(
                                state.get("id").asLong(),
                                state.get("type").asText(),
                                state.get("user").asLong(),
                                state.get("tag").asText(),
                                state.get("webhook").asLong(),
                                state.get("createdAt").asLong(),
                                state.get("direction").asText()));
            case "subscription.deleted" -> subscriptions.remove(state.get("id").asLong());
            default -> {}
        }
    }

    /** What is set up, for the control interface. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("webhooks", webhooks.size());
        counts.put("subscriptions", subscriptions.size());
        counts.put("delivered", delivery.delivered());
        counts.put("failed", delivery.failed());
        return counts;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
