package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.NetworkJournal;
import org.parvis.simulation.Reply;

/**
 * Google's WebSub hub: takes subscriptions, verifies them with whoever owns the callback, ends them after their lease, and
 * pushes signed Atom feeds. Owns one thread that calls out. Thread-safe.
 */
final class Hub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final long LEASE = 432_000;
    private static final int ATTEMPTS = 3;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Pattern TOPIC =
            Pattern.compile("https://www\\.youtube\\.com/(?:xml/)?feeds/videos\\.xml\\?channel_id=([\\w-]+)");

    /** A verified wish to be told. */
    record Subscription(String callback, String topic, String secret, long verified, long expires) {}

    private final World world;
    private final NetworkJournal journal;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIME).build();
    private final ExecutorService caller = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "youtube-hub");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    Hub(World world, NetworkJournal journal) {
        this.world = world;
        this.journal = journal;
    }

    /** {@code POST /subscribe}: taken now, verified later. */
    Reply subscribe(Exchange exchange) {
        Map<String, List<String>> form = exchange.form();
        String mode = value(form, "hub.mode");
        String topic = value(form, "hub.topic");
        String callback = value(form, "hub.callback");
        String secret = value(form, "hub.secret");
        if (!mode.equals("subscribe") && !mode.equals("unsubscribe")) {
            return Reply.text(400, "text/plain", "Invalid value for hub.mode: " + mode);
        }
        if (!TOPIC.matcher(topic).matches()) {
            return Reply.text(400, "text/plain", "Invalid parameter: hub.topic; must be valid URI with no fragment");
        }
        if (!allowed(callback) || secret.getBytes(StandardCharsets.UTF_8).length > 200) {
            return Reply.text(400, "text/plain", "Invalid parameter: hub.callback or hub.secret");
        }
        long lease = value(form, "hub.lease_seconds").matches("\\d{1,9}")
                ? Math.min(LEASE * 2, Long.parseLong(value(form, "hub.lease_seconds")))
                : LEASE;
        caller.execute(() -> verify(mode, new Subscription(callback, topic, secret, 0, lease)));
        return Reply.text(202, "text/plain", "");
    }

    private static String value(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.get(0);
    }

    private static boolean allowed(String url) {
        try {
            URI uri = URI.create(url);
            return "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whoever owns the callback must repeat the challenge. */
    private void verify(String mode, Subscription wish) {
        String challenge = world.random(20);
        String query = "hub.topic=" + URLEncoder.encode(wish.topic(), StandardCharsets.UTF_8) + "&hub.challenge="
                + challenge + "&hub.mode=" + mode
                + (mode.equals("subscribe") ? "&hub.lease_seconds=" + wish.expires() : "");
        URI uri = URI.create(wish.callback() + (wish.callback().contains("?") ? "&" : "?") + query);
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(TIME).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2 || !answer.body().strip().equals(challenge)) {
                refused.incrementAndGet();
                return;
            }
        } catch (IOException e) {
            refused.incrementAndGet();
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        ObjectNode event = JSON.createObjectNode().put("event", "hub." + mode).put("callback", wish.callback());
        event.put("topic", wish.topic()).put("secret", wish.secret()).put("at", world.now());
        event.put("expires", world.now() + wish.expires() * 1000);
        journal.kept(new NetworkJournal.Write("", "hub." + mode, "", "", event), "");
        apply(event);
    }

    private static String key(String callback, String channel) {
        return callback + " " + channel;
    }

    private static String channel(String topic) {
        Matcher matcher = TOPIC.matcher(topic);
        return matcher.matches() ? matcher.group(1) : "";
    }

    /** Does, live or when the journal is read again, what an entry says. */
    synchronized void apply(JsonNode event) {
        String key =
                key(event.path("callback").asText(), channel(event.path("topic").asText()));
        switch (event.path("event").asText()) {
            case "hub.subscribe" ->
                subscriptions.put(
                        key,
                        new Subscription(
                                event.get("callback").asText(),
                                event.get("topic").asText(),
                                event.get("secret").asText(),
                                event.get("at").asLong(),
                                event.get("expires").asLong()));
            case "hub.unsubscribe" -> subscriptions.remove(key);
            default -> {}
        }
    }

    /** {@code GET /subscription-details}: a page for people. */
    synchronized Reply details(Exchange exchange) {
        String callback = exchange.parameter("hub.callback").orElse("");
        String topic = exchange.parameter("hub.topic").orElse("");
        Subscription known = subscriptions.get(key(callback, channel(topic)));
        boolean over = known != null && known.expires() <= world.now();
        String state = known == null ? "unverified" : over ? "expired" : "verified";
        String page =
                "<!doctype html><html><head><title>Subscription details</title></head><body><h1>Subscription Details</h1>"
                        + "<dl class=\"glossary\"><dt>Callback URL</dt><dd>" + escaped(callback)
                        + "</dd><dt>Feed URL</dt><dd>"
                        + escaped(topic) + "</dd><dt>State</dt><dd>" + state
                        + "</dd><dt>Last successful verification</dt><dd>"
                        + (known == null ? "n/a" : date(known.verified())) + "</dd><dt>Expiration time</dt><dd>"
                        + (known == null ? "n/a" : date(known.expires())) + "</dd></dl></body></html>";
        return Reply.text(200, "text/html", page);
    }

    private static String date(long millis) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    /** Tells whoever wants to know that a film is new, changed or gone. */
    void happened(JsonNode event) {
        String name = event.path("event").asText();
        if (!Set.of("video", "video.described", "video.deleted").contains(name)) {
            return;
        }
        Feeds feeds = new Feeds(world);
        String id = event.get("id").asText();
        String channel = event.path("channel").asText("");
        String body = name.equals("video.deleted")
                ? feeds.deleted(channel, id)
                : world.video(id).map(feeds::entry).orElse("");
        String owner = name.equals("video.deleted")
                ? channel
                : world.video(id).map(v -> v.channel).orElse("");
        if (!body.isEmpty()) {
            push(owner, body);
        }
    }

    private void push(String channel, String body) {
        for (Subscription subscription : wanting(channel)) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            caller.execute(() -> deliver(subscription, bytes));
        }
    }

    private synchronized List<Subscription> wanting(String channel) {
        return subscriptions.values().stream()
                .filter(s -> channel(s.topic()).equals(channel) && s.expires() > world.now())
                .toList();
    }

    private void deliver(Subscription subscription, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(subscription.callback()))
                .timeout(TIME)
                .header("content-type", "application/atom+xml")
                .header("link", "<" + subscription.topic() + ">; rel=self, <http://pubsubhubbub.appspot.com/>; rel=hub")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!subscription.secret().isEmpty()) {
            request.header("x-hub-signature", "sha1=" + Digests.hex(Digests.hmacSha1(subscription.secret(), body)));
        }
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                if (client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                                        .statusCode()
                                / 100
                        == 2) {
                    delivered.incrementAndGet();
                    return;
                }
            } catch (IOException e) {
                // the next attempt may reach it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        failed.incrementAndGet();
    }

    /** What the hub did; asked for, it first does all that is asked of it so far. */
    ObjectNode counts() {
        try {
            caller.submit(() -> {}).get(TIME.toSeconds() * ATTEMPTS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The hub is not through with what was asked of it.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ObjectNode counts =
                JSON.createObjectNode().put("delivered", delivered.get()).put("failed", failed.get());
        counts.put("refused", refused.get());
        synchronized (this) {
            counts.put(
                    "subscriptions",
                    subscriptions.values().stream()
                            .filter(s -> s.expires() > world.now())
                            .count());
        }
        return counts;
    }

    /** What has begun is ended in peace: an interrupt would close the journal under its hands. */
    @Override
    public void close() {
        caller.shutdown();
        try {
            if (!caller.awaitTermination(5, TimeUnit.SECONDS)) {
                caller.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
