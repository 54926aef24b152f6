package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** Google's OAuth 2.0 for web servers: consent page, authorisation code with or without PKCE, refresh, revocation. */
final class Authorisation {
    private static final Duration CODE = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    static final String PREFIX = "https://www.googleapis.com/auth/";
    private static final Set<String> SCOPES = Set.of(
            "youtube",
            "youtube.force-ssl",
            "youtube.readonly",
            "youtube.upload",
            "youtubepartner",
            "yt-analytics.readonly",
            "yt-analytics-monetary.readonly");

    /** A registered client. */
    record App(String client, String secret, List<String> redirects, boolean anyLoopback) {}

    private record Code(
            String client, String redirect, String channel, Set<String> scopes, Proof proof, Wish wish, long expires) {}

    private record Proof(String challenge, String method) {}

    private record Wish(boolean offline, boolean asked) {}

    private final World world;
    private final Grants grants;
    private final Map<String, App> apps = new ConcurrentHashMap<>();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();

    Authorisation(World world, Grants grants) {
        this.world = world;
        this.grants = grants;
    }

    void register(App app) {
        apps.put(app.client(), app);
    }

    /** The page, or at once what {@code account} and {@code decision} say. */
    Reply authorize(Exchange exchange) {
        App app = apps.get(exchange.parameter("client_id").orElse(""));
        String redirect = exchange.parameter("redirect_uri").orElse("");
        if (app == null) {
            return page(
                    401,
                    "Access blocked: Authorization Error",
                    "<p>The OAuth client was not found.</p><p>Error 401: invalid_client</p>");
        }
        if (!allowed(app, redirect)) {
            return page(
                    400, "Access blocked: This app’s request is invalid", "<p>Error 400: redirect_uri_mismatch</p>");
        }
        Set<String> scopes = scopes(exchange);
        boolean code = exchange.parameter("response_type").orElse("").equals("code");
        if (!code || scopes.isEmpty() || !known(scopes)) {
            return page(
                    400,
                    "Access blocked: Authorization Error",
                    "<p>Error 400: " + (code ? "invalid_scope" : "invalid_request") + "</p>");
        }
        String state = exchange.parameter("state").orElse("");
        Optional<String> account = exchange.parameter("account");
        if (account.isEmpty()) {
            return page(200, "Choose your account or a brand account", choices(exchange));
        }
        if (!exchange.parameter("decision").orElse("allow").equals("allow")) {
            return back(redirect, "error", "access_denied", state, scopes);
        }
        Optional<Channel> channel = world.handle(account.get()).filter(known -> known.organization);
        if (channel.isEmpty()) {
            return page(400, "Couldn’t find your Google Account", "<p>Nobody of that name can sign in here.</p>");
        }
        return back(redirect, "code", code(exchange, app, redirect, channel.get().id, scopes), state, scopes);
    }

    private String code(Exchange exchange, App app, String redirect, String channel, Set<String> scopes) {
        String code = "4/0A" + world.random(40);
        Proof proof = new Proof(
                exchange.parameter("code_challenge").orElse(""),
                exchange.parameter("code_challenge_method").orElse("plain"));
        Wish wish = new Wish(
                exchange.parameter("access_type").orElse("online").equals("offline"),
                exchange.parameter("prompt").orElse("").contains("consent"));
        long expires = world.now() + CODE.toMillis();
        codes.put(Grants.digest(code), new Code(app.client(), redirect, channel, scopes, proof, wish, expires));
        return code;
    }

    private static Set<String> scopes(Exchange exchange) {
        Set<String> scopes = new LinkedHashSet<>();
        for (String scope : exchange.parameter("scope").orElse("").split(" +")) {
            if (!scope.isEmpty()) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    private static boolean known(Set<String> scopes) {
        return scopes.stream()
                .allMatch(scope -> scope.startsWith(PREFIX) && SCOPES.contains(scope.substring(PREFIX.length())));
    }

    private static boolean allowed(App app, String redirect) {
        if (app.redirects().contains(redirect)) {
            return true;
        }
        try {
            URI uri = URI.create(redirect);
            return app.anyLoopback()
                    && "http".equals(uri.getScheme())
                    && Set.of("127.0.0.1", "localhost").contains(String.valueOf(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Reply back(String redirect, String name, String value, String state, Set<String> scopes) {
        Map<String, String> values = new LinkedHashMap<>();
        if (!state.isEmpty()) {
            values.put("state", state);
        }
        values.put(name, value);
        if (name.equals("code")) {
            values.put("scope", String.join(" ", scopes));
        }
        StringBuilder target = new StringBuilder(redirect).append(redirect.contains("?") ? "&" : "?");
        values.forEach((key, text) ->
                target.append(key).append('=').append(encoded(text)).append('&'));
        return Reply.redirect(target.substring(0, target.length() - 1));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String choices(Exchange exchange) {
        StringBuilder query = new StringBuilder();
        exchange.query()
                .forEach((name, values) -> query.append(name)
                        .append('=')
                        .append(encoded(values.get(0)))
                        .append("&amp;"));
        StringBuilder list = new StringBuilder("<ul>");
        world.channels().stream()
                .filter(channel -> channel.organization)
                .sorted(Comparator.comparing(channel -> channel.handle))
                .forEach(channel -> list.append("<li><a href=\"?")
                        .append(query)
                        .append("account=")
                        .append(encoded(channel.handle))
                        .append("&amp;decision=allow\">@")
                        .append(channel.handle.replace("<", "&lt;"))
                        .append("</a></li>"));
        return list.append("</ul><p><a href=\"?")
                .append(query)
                .append("account=-&amp;decision=deny\">Cancel</a></p>")
                .toString();
    }

    private static Reply page(int status, String title, String body) {
        return Reply.text(
                status,
                "text/html",
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
                        + "</title></head><body><h1>" + title + "</h1>" + body + "</body></html>");
    }

    /** {@code POST /token}. */
    Reply token(Exchange exchange) {
        Map<String, List<String>> form = exchange.form();
        Optional<App> app = client(exchange, form);
        if (app.isEmpty()) {
            return error(401, "invalid_client", "The OAuth client was not found.");
        }
        return switch (value(form, "grant_type")) {
            case "authorization_code" -> redeem(app.get(), form, exchange.id());
            case "refresh_token" ->
                grants.refresh(value(form, "refresh_token"), app.get().client(), exchange.id())
                        .map(Authorisation::issued)
                        .orElseGet(() -> error(400, "invalid_grant", "Token has been expired or revoked."));
            default -> error(400, "unsupported_grant_type", "Invalid grant_type: " + value(form, "grant_type"));
        };
    }

    private synchronized Reply redeem(App app, Map<String, List<String>> form, String request) {
        Code code = codes.remove(Grants.digest(value(form, "code")));
        if (code == null || !code.client().equals(app.client()) || world.now() >= code.expires()) {
            return error(400, "invalid_grant", "Malformed auth code.");
        }
        if (!code.redirect().equals(value(form, "redirect_uri"))) {
            return error(400, "redirect_uri_mismatch", "Bad Request");
        }
        if (!verified(code.proof(), value(form, "code_verifier"))) {
            return error(400, "invalid_grant", "Invalid code verifier.");
        }
        return issued(grants.issue(
                code.channel(),
                app.client(),
                code.scopes(),
                code.wish().offline(),
                code.wish().asked(),
                request));
    }

    private static boolean verified(Proof proof, String verifier) {
        if (proof.challenge().isEmpty()) {
            return true;
        }
        String shown = proof.method().equals("S256")
                ? Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Digests.sha256(verifier.getBytes(StandardCharsets.US_ASCII)))
                : verifier;
        return shown.equals(proof.challenge());
    }

    /** {@code POST /revoke}; Google asks for nothing but the token. */
    Reply revoke(Exchange exchange) {
        String token = exchange.parameter("token").orElseGet(() -> value(exchange.form(), "token"));
        return grants.revoke(token, exchange.id())
                ? Reply.json(200, JSON.createObjectNode())
                : error(400, "invalid_token", "Token expired or revoked");
    }

    private Optional<App> client(Exchange exchange, Map<String, List<String>> form) {
        String client = value(form, "client_id");
        String secret = value(form, "client_secret");
        String header = exchange.header("authorization").orElse("");
        if (header.startsWith("Basic ")) {
            String[] pair = basic(header.substring(6).strip());
            client = pair[0];
            secret = pair[1];
        }
        String given = secret;
        return Optional.ofNullable(apps.get(client)).filter(app -> app.secret().equals(given));
    }

    private static String[] basic(String header) {
        try {
            String[] parts = new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2
                    ? new String[] {
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts[1], StandardCharsets.UTF_8)
                    }
                    : new String[] {"", ""};
        } catch (IllegalArgumentException e) {
            return new String[] {"", ""};
        }
    }

    private static String value(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    private static Reply issued(Grants.Issued issued) {
        ObjectNode body = JSON.createObjectNode().put("access_token", issued.access());
        body.put("expires_in", Grants.ACCESS.toSeconds());
        if (issued.refresh() != null) {
            body.put("refresh_token", issued.refresh());
        }
        body.put("scope", String.join(" ", issued.scopes())).put("token_type", "Bearer");
        return Reply.json(200, body);
    }

    private static Reply error(int status, String error, String description) {
        return Reply.json(status, JSON.createObjectNode().put("error", error).put("error_description", description));
    }
}
