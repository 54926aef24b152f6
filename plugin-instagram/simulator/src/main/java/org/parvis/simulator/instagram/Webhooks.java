package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Reply;

/**
 * Tells the application what happens to the pages that are subscribed: signed, in order, each up to three times, and only to
 * this machine. Owns one thread, which sends and which notices what the archive brings with time.
 */
final class Webhooks implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final World world;
    private final Settings settings;
    private final Changes changes;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIME).build();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "instagram-webhooks");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile @Nullable String callback;
    private long announced;

    Webhooks(World world, Settings settings, Changes changes) {
        this.world = world;
        this.settings = settings;
        this.changes = changes;
    }

    void start() {
        announced = world.now();
        sender.scheduleWithFixedDelay(this::announce, 1, 1, TimeUnit.SECONDS);
    }

    /** What the application itself may do: {@code /{app}/subscriptions}. */
    Reply application(Call call, String edge) {
        if (!edge.equals("subscriptions")) {
            throw Refusal.of(400, "OAuthException", 15, 0, "(#15) Requires user session");
        }
        if (call.method().equals("POST")) {
            register(call.required("callback_url"), call.required("verify_token"));
            return Reply.json(200, JSON.createObjectNode().put("success", true));
        }
        if (call.method().equals("DELETE")) {
            callback = null;
            return Reply.json(200, JSON.createObjectNode().put("success", true));
        }
        ObjectNode answer = JSON.createObjectNode();
        if (callback != null) {
            answer.putArray("data")
                    .addObject()
                    .put("object", "instagram")
                    .put("callback_url", callback)
                    .put("active", true);
        } else {
            answer.putArray("data");
        }
        return Reply.json(200, answer);
    }

    /** Asks the address whether it knows the verify token. */
    void register(String address, String verifyToken) {
        if (!isAllowed(address)) {
            throw Refusal.of(
                    400, "OAuthException", 2200, 0, "(#2200) Callback verification failed: not on this machine");
        }
        String challenge = Long.toString(world.nextNumber());
        String query =
                "hub.mode=subscribe&hub.challenge=" + challenge + "&hub.verify_token=" + Paging.encode(verifyToken);
        URI uri = URI.create(address + (address.contains("?") ? "&" : "?") + query);
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(TIME).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200 || !answer.body().equals(challenge)) {
                throw Refusal.of(
                        400,
                        "OAuthException",
                        2200,
                        0,
                        "(#2200) Callback verification failed with the following errors:" + " HTTP Status Code = "
                                + answer.statusCode() + "; HTTP Message = OK");
            }
        } catch (IOException e) {
            throw Refusal.of(400, "OAuthException", 2200, 0, "(#2200) Callback verification failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(400, "OAuthException", 2200, 0, "(#2200) Interrupted");
        }
        callback = address;
    }

    private static boolean isAllowed(String address) {
        try {
            URI uri = URI.create(address);
            return "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    Reply subscribe(Thing page, Call call) {
        ObjectNode event = Changes.event("subscription").put("page", page.id);
        event.put("fields", call.required("subscribed_fields").replaceAll("[\\[\\]\" ]", ""));
        changes.kept(event, call.requestId());
        return Reply.json(200, JSON.createObjectNode().put("success", true));
    }

    Reply unsubscribe(Thing page, Call call) {
        changes.kept(Changes.event("subscription").put("page", page.id).put("fields", ""), call.requestId());
        return Reply.json(200, JSON.createObjectNode().put("success", true));
    }

    Reply subscribed(Thing page, Call call) {
        ObjectNode answer = JSON.createObjectNode();
        Set<String> fields = changes.subscription(page.id);
        var data = answer.putArray("data");
        if (!fields.isEmpty()) {
            ObjectNode app = data.addObject().put("name", "Parvis").put("id", settings.client());
            fields.stream().sorted().forEach(app.putArray("subscribed_fields")::add);
        }
        return Reply.json(200, answer);
    }

    Map<String, Integer> counts() {
        return Map.of("delivered", delivered.get(), "failed", failed.get());
    }

    /** Told of every change as it happens. */
    void happened(JsonNode event) {
        synchronized (world) {
            String kind = event.path("event").asText();
            Thing thing = world.find(event.path("id").asText()).orElse(null);
            if (thing == null) {
                return;
            }
            switch (kind) {
                case "comment" -> comment(thing);
                case "post" -> mentions(thing);
                case "message" -> message(thing, false);
                case "deleted" -> {
                    if (thing.kind == Thing.Kind.MESSAGE) {
                        message(thing, true);
                    }
                }
                default -> {}
            }
        }
    }

    /** New comments only: Instagram tells of no removal. */
    private void comment(Thing comment) {
        ObjectNode value = JSON.createObjectNode().put("id", comment.id).put("text", comment.text);
        String name = world.find(comment.author).map(found -> found.handle).orElse(comment.author);
        value.putObject("from").put("id", comment.author).put("username", name);
        value.putObject("media").put("id", comment.container).put("media_product_type", "FEED");
        if (!comment.parent.isEmpty()) {
            value.put("parent_id", comment.parent);
        }
        change(comment.page, "comments", value);
    }

    private void mentions(Thing post) {
        post.tagged.forEach(
                account -> change(account, "mentions", JSON.createObjectNode().put("media_id", post.id)));
    }

    private void message(Thing message, boolean unsent) {
        Thing thread = world.find(message.container).orElseThrow();
        boolean own = message.author.equals(message.page);
        Set<String> fields = changes.subscription(message.page);
        if (!fields.contains("messages")) {
            return;
        }
        ObjectNode entry = JSON.createObjectNode().put("id", message.page).put("time", world.now());
        ObjectNode event = entry.putArray("messaging").addObject();
        event.putObject("sender").put("id", message.author);
        event.putObject("recipient").put("id", own ? thread.author : message.page);
        event.put("timestamp", message.createdAt);
        ObjectNode body = event.putObject("message").put("mid", message.id);
        if (unsent) {
            body.put("is_deleted", true);
        } else {
            body.put("text", message.text);
        }
        if (own) {
            body.put("is_echo", true);
        }
        if (!message.picture.isEmpty()) {
            ObjectNode attachment = body.putArray("attachments").addObject().put("type", "image");
            attachment.putObject("payload").put("url", message.picture);
        }
        send(entry);
    }

    private void change(String page, String field, ObjectNode value) {
        if (!changes.subscription(page).contains(field)) {
            return;
        }
        ObjectNode entry = JSON.createObjectNode().put("id", page).put("time", world.now() / 1000);
        entry.putArray("changes").addObject().put("field", field).set("value", value);
        send(entry);
    }

    private void send(ObjectNode entry) {
        String target = callback == null ? settings.text("webhook-callback", "") : callback;
        if (target.isEmpty()) {
            return;
        }
        ObjectNode whole = JSON.createObjectNode().put("object", "instagram");
        whole.putArray("entry").add(entry);
        byte[] body = escaped(Api.text(whole)).getBytes(StandardCharsets.US_ASCII);
        sender.execute(() -> deliver(target, body));
    }

    /** Meta escapes what is not ASCII, with small letters, and slashes; the signature is over that. */
    static String escaped(String json) {
        StringBuilder text = new StringBuilder();
        for (char c : json.toCharArray()) {
            if (c == '/') {
                text.append("\\/");
            } else if (c > 126) {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private void deliver(String target, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(target))
                .timeout(TIME)
                .header("content-type", "application/json")
                .header("X-Hub-Signature-256", "sha256=" + Signing.hex(settings.secret(), body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
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

    /** What the archive brought since it was last looked. */
    void announce() {
        synchronized (world) {
            long now = world.now();
            // A clock that was set back begins to tell anew from there.
            announced = Math.min(announced, now);
            if (now > announced) {
                long from = announced;
                announced = now;
                for (Thing thing : world.all()) {
                    if (thing.createdAt > from && thing.createdAt <= now && fromArchive(thing)) {
                        happened(Changes.event(thing.kind.name().toLowerCase(java.util.Locale.ROOT))
                                .put("id", thing.id));
                    }
                }
            }
        }
    }

    /** What is written while it runs is announced at once, not by its time. */
    private boolean fromArchive(Thing thing) {
        return thing.listedAt == Thing.FROM_ARCHIVE;
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
