package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** LinkedIn's OAuth 2.0: authorization code by a member, refresh tokens, introspection. Thread-safe. */
final class Authorisation {
    /** How long a code lives. */
    static final Duration CODE = Duration.ofMinutes(30);

    static final Set<String> SCOPES = Set.of(("r_organization_social w_organization_social r_organization_social_feed "
                    + "w_organization_social_feed rw_organization_admin r_organization_admin w_member_social w_member_social_feed "
                    + "openid profile email r_basicprofile r_1st_connections_size")
            .split(" "));

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A registered app.
     *
     * @param anyLoopback whether any address on this machine is a good redirect
     */
    record App(String client, String secret, List<String> redirects, boolean anyLoopback) {}

    private record Code(String client, String redirect, String member, Set<String> scopes, long expires) {}

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

    /** The secret that notifications are signed with. */
    String secret(String client) {
        App app = apps.get(client);
        return app == null ? "" : app.secret();
    }

    /** {@code GET /oauth/v2/authorization}: the page, or at once what {@code account} and {@code decision} say. */
    Reply authorize(Exchange exchange) {
        App app = apps.get(exchange.parameter("client_id").orElse(""));
        String redirect = exchange.parameter("redirect_uri").orElse("");
        if (app == null || !allowed(app, redirect)) {
            return page(
                    400,
                    "Bummer, something went wrong",
                    "<p>The redirect_uri does not match the registered value.</p>");
        }
        String state = exchange.parameter("state").orElse("");
        Set<String> scopes = scopes(exchange.parameter("scope").orElse(""));
        if (!exchange.parameter("response_type").orElse("").equals("code")) {
            return refused(redirect, "unsupported_response_type", "The response type must be code", state);
        }
        if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
            return refused(redirect, "invalid_scope", "A scope is unknown or not granted to this app", state);
        }
        Optional<String> account = exchange.parameter("account");
        if (account.isEmpty()) {
            return page(200, "Sign in to continue to " + app.client(), choices(exchange));
        }
        if (!exchange.parameter("decision").orElse("allow").equals("allow")) {
            return refused(redirect, "user_cancelled_authorize", "The user cancelled the authorization", state);
        }
        Optional<World.Member> member = member(account.get());
        if (member.isEmpty()) {
            return page(400, "Sign in", "<p>Nobody of that name can sign in here.</p>");
        }
        String code = grants.random("AQT");
        codes.put(
                Grants.digest(code),
                new Code(app.client(), redirect, member.get().id(), scopes, world.now() + CODE.toMillis()));
        return back(redirect, ordered("code", code, "state", state));
    }

    /** Who administers the page, or the member; {@code all} is somebody who administers every page. */
    private Optional<World.Member> member(String account) {
        synchronized (world) {
            if (account.equals("all")) {
                return world.member(WorldLoader.EVERYWHERE);
            }
            return world.page(account)
                    .flatMap(page -> world.member(WorldLoader.administrator(page.id)))
                    .or(() -> world.memberCalled(account));
        }
    }

    private static Reply refused(String redirect, String error, String description, String state) {
        return back(redirect, ordered("error", error, "error_description", description, "state", state));
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return values;
    }

    private static Set<String> scopes(String text) {
        Set<String> scopes = new TreeSet<>();
        for (String scope : text.split("[ ,]+")) {
            if (!scope.isEmpty()) {
                scopes.add(scope);
            }
        }
        return scopes;
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

    private static Reply back(String redirect, Map<String, String> values) {
        StringBuilder target = new StringBuilder(redirect).append(redirect.contains("?") ? "&" : "?");
        values.forEach((name, value) -> target.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
        return Reply.redirect(target.substring(0, target.length() - 1));
    }

    private String choices(Exchange exchange) {
        StringBuilder query = new StringBuilder();
        exchange.query()
                .forEach((name, values) -> query.append(name)
                        .append('=')
                        .append(URLEncoder.encode(values.get(0), StandardCharsets.UTF_8))
                        .append("&amp;"));
        StringBuilder list = new StringBuilder("<p>Sign in as who administers:</p><ul>");
        synchronized (world) {
            world.pages().forEach(page -> choice(list, query, page.vanityName));
            choice(list, query, "all");
        }
        return list.append("</ul><p><a href=\"?")
                .append(query)
                .append("account=-&amp;decision=deny\">Cancel</a></p>")
                .toString();
    }

    private static void choice(StringBuilder list, StringBuilder query, String account) {
        list.append("<li><a href=\"?").append(query).append("account=").append(account);
        list.append("&amp;decision=allow\">").append(account).append("</a></li>");
    }

    private static Reply page(int status, String title, String body) {
        return Reply.text(
                status,
                "text/html",
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
                        + "</title></head><body><h1>" + title + "</h1>" + body + "</body></html>");
    }

    /** {@code POST /oauth/v2/accessToken}. */
    Reply token(Exchange exchange) {
        Map<String, List<String>> form = exchange.form();
        Optional<App> app = client(form);
        if (app.isEmpty()) {
            return error(401, "invalid_client", "Client authentication failed");
        }
        return switch (value(form, "grant_type")) {
            case "authorization_code" -> code(app.get(), form, exchange.id());
            case "refresh_token" ->
                grants.refresh(value(form, "refresh_token"), app.get().client(), exchange.id())
                        .map(this::issued)
                        .orElseGet(() -> error(
                                400,
                                "invalid_request",
                                "The provided authorization grant or refresh token is invalid, "
                                        + "expired or revoked"));
            default ->
                error(400, "unsupported_grant_type", "A required parameter \"grant_type\" is missing or unknown");
        };
    }

    private Reply code(App app, Map<String, List<String>> form, String requestId) {
        Code code = codes.remove(Grants.digest(value(form, "code")));
        if (code == null
                || !code.client().equals(app.client())
                || !code.redirect().equals(value(form, "redirect_uri"))
                || world.now() >= code.expires()) {
            return error(
                    400,
                    "invalid_request",
                    "Unable to retrieve access token: appid/redirect uri/code verifier does not match authorization code."
                            + " Or authorization code expired.");
        }
        return issued(grants.issue(code.member(), code.client(), code.scopes(), requestId));
    }

    /** {@code POST /oauth/v2/introspectToken}. */
    Reply introspect(Exchange exchange) {
        Map<String, List<String>> form = exchange.form();
        if (client(form).isEmpty()) {
            return error(401, "invalid_client", "Client authentication failed");
        }
        String token = value(form, "token");
        Grants.Standing standing = grants.standing(token);
        ObjectNode body = JSON.createObjectNode().put("active", standing == Grants.Standing.GOOD);
        body.put(
                "status",
                standing == Grants.Standing.GOOD ? "active" : standing.name().toLowerCase(java.util.Locale.ROOT));
        grants.access(token)
                .ifPresent(grant -> body.put("client_id", grant.client())
                        .put("scope", String.join(",", grant.scopes()))
                        .put("expires_at", grant.expires() / 1000)
                        .put("auth_type", "3L"));
        return Reply.json(200, body);
    }

    private Optional<App> client(Map<String, List<String>> form) {
        return Optional.ofNullable(apps.get(value(form, "client_id")))
                .filter(app -> !app.secret().isEmpty() && app.secret().equals(value(form, "client_secret")));
    }

    private static String value(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    private Reply issued(Grants.Issued issued) {
        long now = world.now();
        ObjectNode body = JSON.createObjectNode().put("access_token", issued.access());
        body.put("expires_in", (issued.grant().expires() - now) / 1000);
        body.put("refresh_token", issued.refresh());
        body.put("refresh_token_expires_in", (issued.grant().refreshEnds() - now) / 1000);
        return Reply.json(200, body.put("scope", String.join(",", issued.grant().scopes())));
    }

    private static Reply error(int status, String error, String description) {
        return Reply.json(status, JSON.createObjectNode().put("error", error).put("error_description", description));
    }
}
