package org.parvis.simulator.facebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** The addresses of the simulated Facebook: login, Graph API, uploads. Thread-safe. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("v\\d{1,2}\\.0");
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final World world;
    private final Settings settings;
    private final Grants grants;
    private final Login login;
    private final Nodes nodes;
    private final Uploads uploads;
    private final Usage usage;

    Api(World world, Settings settings, Grants grants, Login login, Nodes nodes, Uploads uploads) {
        this.world = world;
        this.settings = settings;
        this.grants = grants;
        this.login = login;
        this.nodes = nodes;
        this.uploads = uploads;
        this.usage = new Usage(world, settings);
    }

    private static List<String> path(Exchange exchange) {
        List<String> path = new ArrayList<>();
        for (String part : exchange.path().split("/")) {
            if (!part.isEmpty()) {
                path.add(part);
            }
        }
        if (!path.isEmpty() && VERSION.matcher(path.get(0)).matches()) {
            return path.subList(1, path.size());
        }
        return path;
    }

    /** {@code get.published_posts}, {@code post.feed}, {@code delete.node}; {@code batch}, {@code upload}, {@code token}. */
    String operation(Exchange exchange) {
        List<String> path = path(exchange);
        String method = exchange.method().toLowerCase(Locale.ROOT);
        if (path.isEmpty()) {
            return method.equals("post") ? "batch" : "unknown";
        }
        return switch (path.get(0)) {
            case "dialog" -> "dialog";
            case "oauth" -> "token";
            case "video-upload" -> "upload";
            case "debug_token" -> "debug";
            default -> method + "." + (path.size() > 1 ? path.get(1) : "node");
        };
    }

    Optional<String> account(Exchange exchange) {
        return token(exchange, Map.of())
                .flatMap(grants::known)
                .flatMap(grant -> world.find(grant.page()))
                .map(page -> page.handle);
    }

    private static Optional<String> token(Exchange exchange, Map<String, String> parameters) {
        Optional<String> header = exchange.header("authorization")
                .filter(value -> value.startsWith("Bearer ") || value.startsWith("OAuth "))
                .map(value -> value.substring(value.indexOf(' ') + 1));
        return header.or(() -> Optional.ofNullable(parameters.get("access_token")))
                .or(() -> exchange.parameter("access_token"));
    }

    Reply answer(Exchange exchange) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("date", DATE.format(now()));
        headers.put("facebook-api-version", version(exchange));
        Reply reply;
        try {
            reply = route(exchange, headers);
        } catch (Refusal refused) {
            reply = refused.reply("A" + Integer.toHexString(exchange.id().hashCode()));
        } catch (NumberFormatException e) {
            reply = Refusal.parameter("A number was expected").reply("A0");
        }
        return reply.with(headers);
    }

    private java.time.Instant now() {
        return java.time.Instant.ofEpochMilli(world.now());
    }

    private static String version(Exchange exchange) {
        String[] parts = exchange.path().split("/");
        return parts.length > 1 && VERSION.matcher(parts[1]).matches() ? parts[1] : "v26.0";
    }

    private Reply route(Exchange exchange, Map<String, String> headers) {
        List<String> path = path(exchange);
        if (settings.retiredVersions().contains(version(exchange))) {
            throw Refusal.of(
                    400,
                    "OAuthException",
                    2635,
                    0,
                    "(#2635) You are calling a deprecated version of the API. Please update to the latest version.");
        }
        Map<String, Multipart.Part> parts = Uploads.parts(exchange);
        Map<String, String> parameters = Call.parameters(exchange, parts);
        if (!path.isEmpty() && path.get(0).equals("dialog")) {
            return login.dialog(exchange);
        }
        if (path.equals(List.of("oauth", "access_token"))) {
            return login.token(parameters, exchange.id());
        }
        String token = token(exchange, parameters)
                .orElseThrow(() -> Refusal.of(
                        400,
                        "OAuthException",
                        2500,
                        0,
                        "An active access token must be used to query information about the current user."));
        if (path.equals(List.of("debug_token"))) {
            if (!login.isAppToken(token)) {
                grants.access(token);
            }
            return login.debug(parameters.getOrDefault("input_token", ""));
        }
        Grants.Grant grant = login.isAppToken(token) ? Grants.Grant.APP : grants.access(token);
        if (!path.isEmpty() && path.get(0).equals("video-upload")) {
            return uploads.stream(exchange, path.get(path.size() - 1), grant);
        }
        checkProof(token, parameters);
        try {
            usage.count(grant);
            Call call = new Call(exchange.method(), path, parameters, parts, grant, version(exchange), exchange.id());
            return path.isEmpty() ? root(call) : locked(call);
        } finally {
            headers.putAll(usage.headers(grant));
        }
    }

    private Reply locked(Call call) {
        synchronized (world) {
            return nodes.answer(call);
        }
    }

    private void checkProof(String token, Map<String, String> parameters) {
        String proof = parameters.get("appsecret_proof");
        if (proof == null) {
            if (settings.flag("require-proof", false)) {
                throw Refusal.of(
                        400,
                        "GraphMethodException",
                        100,
                        0,
                        "API calls from the server require an appsecret_proof argument");
            }
        } else if (!proof.equals(Signing.hex(settings.secret(), token.getBytes(StandardCharsets.UTF_8)))) {
            throw Refusal.of(
                    400, "GraphMethodException", 100, 0, "Invalid appsecret_proof provided in the API argument");
        }
    }

    /** {@code POST /} with a batch; {@code GET /?ids=} was taken away in October 2026. */
    private Reply root(Call call) {
        if (!call.method().equals("POST")) {
            throw Refusal.parameter("Reading several objects by ids is no longer supported; use batch requests");
        }
        JsonNode batch = call.json("batch");
        if (!batch.isArray() || batch.size() > 50) {
            throw Refusal.of(400, "GraphBatchException", 100, 0, "A batch is a list of at most 50 requests");
        }
        ArrayNode answers = JSON.createArrayNode();
        for (JsonNode part : batch) {
            Reply reply;
            try {
                reply = locked(part(part, call));
            } catch (Refusal refused) {
                reply = refused.reply("B" + answers.size());
            }
            ObjectNode answer = answers.addObject().put("code", reply.status());
            answer.put("body", new String(reply.body(), StandardCharsets.UTF_8));
        }
        return Reply.json(200, answers);
    }

    private static Call part(JsonNode part, Call whole) {
        String[] address =
                part.path("relative_url").asText().replaceFirst("^/", "").split("\\?", 2);
        Map<String, String> parameters = new LinkedHashMap<>();
        String query =
                (address.length > 1 ? address[1] : "") + "&" + part.path("body").asText("");
        Exchange.decode(query).forEach((name, values) -> parameters.put(name, values.get(0)));
        List<String> path = new ArrayList<>(List.of(address[0].split("/")));
        if (VERSION.matcher(path.get(0)).matches()) {
            path.remove(0);
        }
        return new Call(
                part.path("method").asText("GET"),
                path,
                parameters,
                Map.of(),
                whole.grant(),
                whole.version(),
                whole.requestId());
    }

    static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written.", e);
        }
    }
}
