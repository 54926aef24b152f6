package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.parvis.toolkit.json.Json;

/** The loopback network's API over HTTP, in front of a world. */
final class LoopbackServer implements AutoCloseable {
    private static final int LONGEST = 500;
    private static final int POLLS = 2;

    static {
        // else every answer waits 40 ms for an acknowledgement that the client delays
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** A request as the routes see it. */
    private record Asked(String method, List<String> path, Map<String, String> query, JsonNode body, String account) {}

    /** An answer that is no success. */
    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refusal(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    private final LoopbackWorld world;
    private final Clock clock;
    private final HttpServer server;
    private final ExecutorService threads;

    LoopbackServer(LoopbackWorld world, Clock clock) throws IOException {
        this.world = world;
        this.clock = clock;
        threads = Executors.newFixedThreadPool(8, task -> new Thread(task, "loopback-server"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            int status = 200;
            ObjectNode answer;
            try {
                answer = route(read(exchange, sent));
            } catch (Refusal refusal) {
                status = refusal.status;
                answer = Json.object();
                answer.putObject("error").put("code", refusal.code).put("message", refusal.getMessage());
            }
            byte[] body = Json.bytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-Loopback-Remaining", "990");
            exchange.getResponseHeaders()
                    .set("X-Loopback-Reset", Long.toString(clock.instant().getEpochSecond() + 900));
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Asked read(HttpExchange exchange, byte[] body) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        String token = given == null ? "" : given.replaceFirst("^Bearer ", "");
        String account = world.owner(token).orElseThrow(() -> new Refusal(401, "revoked", "Nobody allowed this token"));
        if (world.isExpired(token)) {
            throw new Refusal(401, "token-expired", "The token is over");
        }
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : (raw == null ? "" : raw).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        List<String> path =
                Arrays.asList(exchange.getRequestURI().getPath().substring(1).split("/"));
        return new Asked(
                exchange.getRequestMethod(), path, query, Json.parse(body).orElse(Json.object()), account);
    }

    private ObjectNode route(Asked asked) {
        return switch (asked.method + " " + asked.path.get(0)) {
            case "GET me" ->
                Json.object()
                        .put("id", asked.account)
                        .put("handle", asked.account)
                        .put("name", asked.account);
            case "POST posts" -> publish(asked);
            case "GET pending" -> pending(asked.path.get(1));
            case "GET keys" -> byKey(asked.path.get(1));
            case "POST messages" -> write(asked);
            case "GET messages" -> lookUp(asked);
            case "DELETE messages", "PUT messages" -> moderate(asked);
            case "GET feeds" -> feed(asked);
            case "GET figures" -> figures(asked);
            default -> throw new Refusal(404, "no-such-place", "There is nothing here");
        };
    }

    private ObjectNode publish(Asked asked) {
        String text = Json.textOr("", asked.body, "text");
        if (text.codePointCount(0, text.length()) > LONGEST) {
            throw new Refusal(400, "text-too-long", "The text is too long");
        }
        String parentId = Json.text(asked.body, "parent");
        Message parent = parentId == null ? null : present(parentId);
        String key = Json.textOr("", asked.body, "key");
        Instant now = clock.instant();
        String kind = parent == null ? "post" : "comment";
        java.util.function.Supplier<Message> writing =
                () -> world.add(kind, asked.account, asked.account, parent, now, text);
        if (Json.flag(false, asked.body, "slow")) {
            world.begin(key, POLLS, writing);
            return Json.object().put("pending", key);
        }
        return made(world.writeOnce(key, writing));
    }

    private static ObjectNode made(Message message) {
        return Json.object().put("id", message.id).put("at", message.at.toString());
    }

    private ObjectNode pending(String key) {
        if (!world.isBegun(key)) {
            throw new Refusal(404, "no-such-key", "Nobody began this publication");
        }
        return world.poll(key)
                .map(LoopbackServer::made)
                .orElseGet(() -> Json.object().put("pending", key));
    }

    private ObjectNode byKey(String key) {
        return world.writtenFor(key)
                .map(LoopbackServer::made)
                .or(() -> world.isBegun(key)
                        ? java.util.Optional.of(Json.object().put("pending", key))
                        : java.util.Optional.empty())
                .orElseThrow(() -> new Refusal(404, "no-such-key", "Nothing was written with this key"));
    }

    private Message present(@Nullable String id) {
        return world.find(id)
                .filter(message -> !message.removed)
                .orElseThrow(() -> new Refusal(404, "no-such-message", "There is no such message"));
    }

    private ObjectNode write(Asked asked) {
        Message parent = present(Json.text(asked.body, "parent"));
        String kind = Json.textOr("comment", asked.body, "kind");
        String text = Json.textOr("", asked.body, "text");
        Instant now = clock.instant();
        return made(world.writeOnce(
                Json.textOr("", asked.body, "key"),
                () -> world.add(kind, asked.account, asked.account, parent, now, text)));
    }

    private ObjectNode lookUp(Asked asked) {
        ObjectNode answer = Json.object();
        ArrayNode messages = answer.putArray("messages");
        ArrayNode removed = answer.putArray("removed");
        for (String id : asked.query.getOrDefault("ids", "").split(",")) {
            world.find(id).ifPresent(message -> {
                if (message.removed) {
                    removed.add(message.id);
                } else {
                    messages.add(message.toJson());
                }
            });
        }
        return answer;
    }

    private ObjectNode moderate(Asked asked) {
        Message message = present(asked.path.get(1));
        boolean on = Json.flag(false, asked.body, "on");
        synchronized (world) {
            switch (asked.path.size() > 2 ? asked.path.get(2) : "") {
                case "hidden" -> message.hidden = on;
                case "liked" -> message.likes = on ? 1 : 0;
                default -> message.removed = true;
            }
        }
        return Json.object().put("done", true);
    }

    private ObjectNode feed(Asked asked) {
        int limit = Integer.parseInt(asked.query.getOrDefault("limit", "50"));
        long after = place(asked.query.getOrDefault("after", "0"));
        String since = asked.query.get("since");
        Predicate<Message> wanted =
                wanted(asked).and(message -> since == null || !message.at.isBefore(Instant.parse(since)));
        List<Message> found = world.after(after, wanted, limit + 1);
        List<Message> page = found.subList(0, Math.min(limit, found.size()));
        ObjectNode answer = Json.object().put("more", found.size() > limit);
        answer.put("next", Long.toString(page.isEmpty() ? after : page.get(page.size() - 1).sequence));
        ArrayNode messages = answer.putArray("messages");
        Set<String> parents = new LinkedHashSet<>();
        for (Message message : page) {
            messages.add(message.toJson().put("answers", world.answersTo(message.id)));
            if (message.parent != null) {
                parents.add(message.parent);
            }
        }
        page.forEach(message -> parents.remove(message.id));
        ArrayNode above = answer.putArray("parents");
        parents.forEach(id -> world.find(id).filter(m -> !m.removed).ifPresent(m -> above.add(m.toJson())));
        return answer;
    }

    private static long place(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException unreadable) {
            throw new Refusal(400, "no-such-place", "This is no place in a feed");
        }
    }

    private static Predicate<Message> wanted(Asked asked) {
        String feed = asked.path.get(1);
        if (feed.equals("timeline")) {
            return m -> m.author.equals(asked.account) && (m.kind.equals("post") || m.kind.equals("comment"));
        }
        String kind = feed.replaceFirst("s$", "");
        return m -> m.kind.equals(kind) && m.account.equals(asked.account);
    }

    private ObjectNode figures(Asked asked) {
        if (asked.path.size() > 1) {
            return world.reports("followers") ? Json.object().put("followers", 1200) : Json.object();
        }
        ObjectNode answer = Json.object();
        ArrayNode all = answer.putArray("figures");
        for (String id : asked.query.getOrDefault("ids", "").split(",")) {
            world.find(id).filter(message -> !message.removed).ifPresent(message -> {
                ObjectNode figures = all.addObject().put("id", id);
                if (world.reports("reactions")) {
                    figures.put("reactions", message.likes);
                }
                if (world.reports("comments")) {
                    figures.put("comments", world.answersTo(id));
                }
            });
        }
        return answer;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
