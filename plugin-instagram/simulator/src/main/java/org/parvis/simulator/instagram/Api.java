package org.parvis.simulator.instagram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** The addresses of the simulated Instagram: login, Graph API. Thread-safe. */
final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VERSION = Pattern.compile("v\\d{1,2}\\.0");
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final World world;
    private final Settings settings;
    private final Grants grants;
    private final Login login;
    private final Nodes nodes;
    private final Containers containers;
    private final Usage usage;

    Api(World world, Settings settings, Grants grants, Login login, Nodes nodes, Containers containers) {
        this.world = world;
        this.settings = settings;
        this.grants = grants;
        this.login = login;
        this.nodes = nodes;
        this.containers = containers;
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

    /** {@code get.published_posts}, {@code post.feed}, {@code delete.node}; {@code dialog}, {@code token}. */
    String operation(Exchange exchange) {
        List<String> path = path(exchange);
        String method = exchange.method().toLowerCase(Locale.ROOT);
        if (path.isEmpty()) {
            return "unknown";
        }
        return switch (path.get(0)) {
            case "dialog" -> "dialog";
            case "oauth" -> path.equals(List.of("oauth", "authorize")) ? "dialog" : "token";
            case "access_token", "refresh_access_token" -> "token";
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
        Map<String, String> parameters = Call.parameters(exchange);
        if (path.equals(List.of("oauth", "authorize"))) {
            return login.dialog(exchange, false);
        }
        if (path.equals(List.of("dialog", "oauth"))) {
            return login.dialog(exchange, true);
        }
        if (path.equals(List.of("oauth", "access_token"))) {
            return login.token(parameters, exchange.id());
        }
        if (path.equals(List.of("access_token")) || path.equals(List.of("refresh_access_token"))) {
            return login.longer(path.get(0), parameters, exchange.id());
        }
        if (path.isEmpty()) {
            throw Refusal.noSuchObject(exchange.method(), "");
        }
        String token = token(exchange, parameters)
                .orElseThrow(() -> Refusal.of(
                        400,
                        "OAuthException",
                        2500,
                        0,
                        "An active access token must be used to query information about the current user."));
        Grants.Grant grant = login.isAppToken(token) ? Grants.Grant.APP : grants.access(token);
        checkProof(token, parameters);
        try {
            usage.count(grant);
            Call call = new Call(exchange.method(), path, parameters, grant, version(exchange), exchange.id());
            containers.fetch(call);
            return locked(call);
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

    static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written.", e);
        }
    }
}
