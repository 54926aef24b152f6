package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.parvis.toolkit.json.Json;

/** XRPC over HTTP in front of a {@link SmallBluesky}. */
final class SmallBlueskyServer implements AutoCloseable {
    static {
        // else every answer waits 40 ms for an acknowledgement that the client delays
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final SmallBluesky world;
    private final HttpServer server;
    private final ExecutorService threads;

    SmallBlueskyServer(SmallBluesky world) throws IOException {
        this.world = world;
        threads = Executors.newFixedThreadPool(8, task -> new Thread(task, "small-bluesky"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/xrpc/", this::handle);
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
                answer = route(exchange, sent);
            } catch (SmallBluesky.Refusal refusal) {
                status = refusal.status;
                answer = Json.object().put("error", refusal.error).put("message", refusal.getMessage());
            }
            byte[] body = Json.bytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("RateLimit-Limit", "3000");
            exchange.getResponseHeaders().set("RateLimit-Remaining", "2990");
            exchange.getResponseHeaders().set("RateLimit-Reset", "1900000000");
            exchange.getResponseHeaders().set("RateLimit-Policy", "3000;w=300");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ObjectNode route(HttpExchange exchange, byte[] sent) {
        String method = exchange.getRequestURI().getPath().substring("/xrpc/".length());
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        String token = given == null ? "" : given.replaceFirst("^Bearer ", "");
        JsonNode body = Json.parse(sent).orElse(Json.object());
        switch (method) {
            case "com.atproto.server.createAccount":
                return world.createAccount(body);
            case "com.atproto.server.createSession":
                return world.createSession(body);
            case "com.atproto.server.refreshSession":
                return world.refreshSession(token);
            case "com.atproto.server.deleteSession":
                return world.deleteSession(token);
            default:
                return authorised(method, world.owner(token), exchange, sent, body);
        }
    }

    private ObjectNode authorised(String method, String did, HttpExchange exchange, byte[] sent, JsonNode body) {
        Map<String, List<String>> query = query(exchange.getRequestURI());
        return switch (method) {
            case "com.atproto.server.createAppPassword" -> world.createAppPassword(did);
            case "com.atproto.server.getSession" -> world.getSession(did);
            case "com.atproto.identity.resolveHandle" -> world.resolve(SmallBluesky.one(query, "handle"));
            case "com.atproto.repo.createRecord" -> world.create(did, body);
            case "com.atproto.repo.putRecord" -> world.replace(did, body);
            case "com.atproto.repo.deleteRecord" -> world.delete(did, body);
            case "com.atproto.repo.getRecord" -> world.record(query);
            case "com.atproto.repo.listRecords" -> world.list(query);
            case "com.atproto.repo.uploadBlob" ->
                SmallBluesky.upload(sent, exchange.getRequestHeaders().getFirst("Content-Type"));
            case "app.bsky.actor.getProfile" -> world.profile(SmallBluesky.one(query, "actor"));
            case "app.bsky.feed.getPosts" -> world.posts(did, query.getOrDefault("uris", List.of()));
            case "app.bsky.feed.getPostThread" -> world.thread(did, SmallBluesky.one(query, "uri"));
            case "app.bsky.feed.getAuthorFeed" -> world.feed(did, query);
            case "app.bsky.notification.listNotifications" -> world.notifications(did, query);
            default -> throw new SmallBluesky.Refusal(501, "MethodNotImplemented", "There is no " + method);
        };
    }

    private static Map<String, List<String>> query(URI address) {
        Map<String, List<String>> query = new HashMap<>();
        String raw = address.getRawQuery();
        for (String pair : (raw == null ? "" : raw).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.computeIfAbsent(pair.substring(0, equals), unused -> new ArrayList<>())
                        .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
