package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.NetworkJournal;
import org.parvis.simulation.Reply;

/**
 * What happens under pages' posts: as a list to fetch, and pushed to who subscribed. One thread of its own delivers in order,
 * at most ten at once; what is not taken is tried again every five minutes of the business clock for eight hours.
 */
final class Notifications implements AutoCloseable {
    private static final long WATCH_MILLIS = 500;
    private static final long AGAIN = 5 * 60_000L;
    private static final long GIVE_UP = 8 * 3_600_000L;
    private static final long KEPT = 60 * 86_400_000L;
    private static final int BATCH = 10;
    private static final String EVENT = "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS";

    /** A subscription; its key is LinkedIn's own. */
    private record Subscription(String client, String user, String entity, String webhook) {}

    /** Something that happened. */
    private record Happening(
            long at, String page, String action, String post, String activity, String owner, String text) {}

    private record Waiting(Subscription subscription, byte[] body, long since, long next) {}

    private final World world;
    private final Authorisation authorisation;
    private final Settings settings;
    private final NetworkJournal journal;
    private final WebhookDelivery delivery = new WebhookDelivery();
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final List<Happening> removals = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Set<Happening> announced = new HashSet<>();
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "simulation-linkedin-webhooks");
        thread.setDaemon(true);
        return thread;
    });
    private long announcedTo;

    Notifications(World world, Authorisation authorisation, Settings settings, NetworkJournal journal) {
        this.world = world;
        this.authorisation = authorisation;
        this.settings = settings;
        this.journal = journal;
        this.announcedTo = world.now();
    }

    void start() {
        worker.scheduleWithFixedDelay(this::announce, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    void clockChanged() {
        worker.execute(this::announce);
    }

    void happened(JsonNode event) {
        if (event.path("event").asText().equals("comment.deleted")) {
            synchronized (world) {
                world.comment(event.get("urn").asText())
                        .filter(comment -> comment.post.author.startsWith(World.ORGANIZATION))
                        .ifPresent(comment -> removals.add(happening(comment, "COMMENT_DELETE", world.now())));
            }
        }
        clockChanged();
    }

    private static Happening happening(World.Comment comment, String action, long at) {
        return new Happening(
                at, comment.post.author, action, comment.post.urn, comment.urn(), comment.actor, comment.text);
    }

    /** What happened between two moments, the first excluded. */
    private List<Happening> between(long from, long until) {
        List<Happening> happenings = new ArrayList<>();
        for (World.Comment comment : world.comments()) {
            boolean own = comment.actor.equals(comment.post.author);
            if (comment.createdAt > from
                    && comment.createdAt <= until
                    && world.exists(comment)
                    && comment.post.author.startsWith(World.ORGANIZATION)) {
                happenings.add(happening(comment, own ? "ADMIN_COMMENT" : "COMMENT", comment.createdAt));
            }
        }
        for (World.Post post : world.posts()) {
            if (post.createdAt <= from || post.createdAt > until || !world.exists(post)) {
                continue;
            }
            for (World.Page page : world.pages()) {
                if (!post.author.equals(page.urn()) && LittleText.names(post.commentary, page.urn())) {
                    happenings.add(new Happening(
                            post.createdAt,
                            page.urn(),
                            "SHARE_MENTION",
                            post.urn,
                            post.urn,
                            post.author,
                            post.commentary));
                }
            }
        }
        removals.stream()
                .filter(removal -> removal.at() > from && removal.at() <= until)
                .forEach(happenings::add);
        happenings.sort(Comparator.comparingLong(Happening::at));
        return happenings;
    }

    private void announce() {
        Map<Subscription, List<Happening>> news = new LinkedHashMap<>();
        long now;
        synchronized (world) {
            now = world.now();
            for (Happening happening : fresh(now)) {
                subscriptions.values().stream()
                        .filter(subscription -> subscription.entity().equals(happening.page()))
                        .forEach(subscription -> news.computeIfAbsent(subscription, key -> new ArrayList<>())
                                .add(happening));
            }
        }
        news.forEach((subscription, list) -> {
            for (int i = 0; i < list.size(); i += BATCH) {
                byte[] body = body(subscription, list.subList(i, Math.min(list.size(), i + BATCH)));
                waiting.add(new Waiting(subscription, body, now, now));
            }
        });
        deliver(now);
    }

    /** What was not announced yet; the clock may stand still while things happen. */
    private List<Happening> fresh(long now) {
        List<Happening> fresh = between(announcedTo - 1, now).stream()
                .filter(happening -> !announced.contains(happening))
                .toList();
        if (now > announcedTo) {
            announced.clear();
        }
        fresh.stream().filter(happening -> happening.at() == now).forEach(announced::add);
        announcedTo = now;
        return subscriptions.isEmpty() ? List.of() : fresh;
    }

    private void deliver(long now) {
        for (Waiting one : List.copyOf(waiting)) {
            if (one.next() > now) {
                continue;
            }
            waiting.remove(one);
            Subscription subscription = one.subscription();
            String secret = authorisation.secret(subscription.client());
            boolean prefixed = settings.flag("prefixed-signature", false);
            if (delivery.deliver(subscription.webhook(), secret, one.body(), prefixed)) {
                delivered.incrementAndGet();
            } else if (now - one.since() < GIVE_UP) {
                waiting.add(new Waiting(subscription, one.body(), one.since(), now + AGAIN));
            } else {
                failed.incrementAndGet();
            }
        }
    }

    private byte[] body(Subscription subscription, List<Happening> happenings) {
        ObjectNode body = Changes.JSON.createObjectNode().put("type", EVENT);
        ArrayNode list = body.putArray("notifications");
        happenings.forEach(happening -> list.add(render(happening).put("subscriber", subscription.user())));
        try {
            return Changes.JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written.", e);
        }
    }

    private static ObjectNode render(Happening happening) {
        ObjectNode node = Changes.JSON.createObjectNode();
        node.put("notificationId", Math.abs((long) (happening.action() + happening.activity()).hashCode()));
        node.put("organizationalEntity", happening.page()).put("action", happening.action());
        node.put("sourcePost", happening.post()).put("generatedActivity", happening.activity());
        node.putObject("decoratedSourcePost").put("entity", happening.post());
        String kind = happening.action().endsWith("MENTION") ? "share" : "comment";
        node.putObject("decoratedGeneratedActivity")
                .putObject(kind)
                .put("owner", happening.owner())
                .put("text", happening.text());
        return node.put("lastModifiedAt", happening.at());
    }

    /** {@code GET /rest/organizationalEntityNotifications?q=criteria}. */
    Reply list(Request request) {
        World.Page page = new Rights(world)
                .administrator(
                        request,
                        request.required("organizationalEntity"),
                        "organizationalEntityNotifications.FINDER-criteria");
        List<String> actions = request.list("actions");
        Map<?, ?> range = request.map("timeRange");
        long start = Math.max(time(range.get("start")), world.now() - KEPT);
        List<Happening> happenings = between(start - 1, Math.min(world.now(), time(range.get("end")))).stream()
                .filter(happening -> happening.page().equals(page.urn()) && actions.contains(happening.action()))
                .toList();
        return Reply.json(
                200, Rendering.page(request, happenings, request.number("count", 10, 100), Notifications::render));
    }

    private static long time(@Nullable Object value) {
        try {
            return Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException e) {
            throw new Refusal(400, 0, "PARAM_INVALID", "timeRange must be in milliseconds");
        }
    }

    /** {@code PUT /rest/eventSubscriptions/(…)}: challenges the address first. Not under the world's monitor. */
    Reply subscribe(Request request) {
        Map<?, ?> key = checked(request);
        String webhook = request.body().path("webhook").asText("");
        if (!WebhookDelivery.allowed(webhook)
                || !delivery.check(webhook, authorisation.secret(request.grant().client()))) {
            throw Refusal.value("webhook", "the address did not answer the challenge");
        }
        ObjectNode event = Changes.event("subscription").put("key", key.toString());
        event.put("client", request.grant().client()).put("user", String.valueOf(key.get("user")));
        event.put("entity", String.valueOf(key.get("entity"))).put("webhook", webhook);
        journal.accepted(
                new NetworkJournal.Write(
                        "", "webhooks.subscribe", event.get("entity").asText(), "", event),
                request.exchange().id());
        apply(event);
        return new Reply(204, Map.of(), new byte[0]);
    }

    Reply unsubscribe(Request request) {
        Map<?, ?> key = checked(request);
        if (!subscriptions.containsKey(key.toString())) {
            throw Refusal.notFound("subscription");
        }
        ObjectNode event = Changes.event("unsubscription").put("key", key.toString());
        journal.accepted(
                new NetworkJournal.Write("", "webhooks.unsubscribe", String.valueOf(key.get("entity")), "", event),
                request.exchange().id());
        apply(event);
        return new Reply(204, Map.of(), new byte[0]);
    }

    private Map<?, ?> checked(Request request) {
        if (!settings.standard()) {
            throw Refusal.denied("eventSubscriptions");
        }
        Map<?, ?> key = request.key(2);
        if (!String.valueOf(key.get("developerApplication")).startsWith("urn:li:developerApplication:")
                || !(World.PERSON + request.grant().member()).equals(key.get("user"))
                || !EVENT.equals(key.get("eventType"))) {
            throw Refusal.urn(key.toString());
        }
        synchronized (world) {
            new Rights(world).administrator(request, String.valueOf(key.get("entity")), "eventSubscriptions");
        }
        return key;
    }

    Reply subscriptions(Request request) {
        if (!settings.standard() || !request.required("q").equals("subscriberAndEventType")) {
            throw Refusal.denied("eventSubscriptions");
        }
        String user = World.PERSON + request.grant().member();
        List<Subscription> own = subscriptions.values().stream()
                .filter(subscription -> subscription.user().equals(user))
                .toList();
        return Reply.json(200, Rendering.page(request, own, 100, subscription -> {
            ObjectNode node = Changes.JSON.createObjectNode();
            node.putObject("key")
                    .put("user", subscription.user())
                    .put("entity", subscription.entity())
                    .put("eventType", EVENT);
            return node.put("webhook", subscription.webhook());
        }));
    }

    /** Does, live or when the journal is read again, what an event says. */
    void apply(JsonNode event) {
        switch (event.path("event").asText()) {
            case "subscription" ->
                subscriptions.put(
                        event.get("key").asText(),
                        new Subscription(
                                event.get("client").asText(),
                                event.get("user").asText(),
                                event.get("entity").asText(),
                                event.get("webhook").asText()));
            case "unsubscription" -> subscriptions.remove(event.get("key").asText());
            default -> {}
        }
    }

    ObjectNode counts() {
        ObjectNode counts = Changes.JSON.createObjectNode().put("subscriptions", subscriptions.size());
        return counts.put("delivered", delivered.get()).put("failed", failed.get());
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
