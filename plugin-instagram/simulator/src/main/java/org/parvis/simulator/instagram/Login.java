package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** Instagram Login and Facebook Login: the dialogs, the exchange of codes, and longer lives of tokens. Thread-safe. */
final class Login {

    static final Set<String> SCOPES = Set.of(
            "instagram_business_basic",
            "instagram_business_content_publish",
            "instagram_business_manage_comments",
            "instagram_business_manage_messages",
            "instagram_business_manage_insights");

    /** What Facebook Login asks for, for an account behind a page. */
    static final Set<String> FACEBOOK_SCOPES = Set.of(
            "instagram_basic",
            "instagram_content_publish",
            "instagram_manage_comments",
            "instagram_manage_contents",
            "instagram_manage_insights",
            "instagram_manage_messages",
            "pages_show_list",
            "pages_read_engagement",
            "pages_manage_metadata",
            "business_management");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long CODE_MILLIS = 3_600_000;
    private static final long DAY = 86_400_000;

    private record Code(String redirect, Set<String> pages, Set<String> scopes, long expires, boolean facebook) {}

    private final World world;
    private final Grants grants;
    private final Settings settings;
    private final Map<String, Code> codes = new ConcurrentHashMap<>();

    Login(World world, Grants grants, Settings settings) {
        this.world = world;
        this.grants = grants;
        this.settings = settings;
    }

    /**
     * {@code GET /oauth/authorize}: the page, or at once what {@code account} (an account's name) and
     * {@code decision} say. {@code decline} names scopes that the person takes out. {@code GET /dialog/oauth} is Facebook's,
     * where {@code account} may be {@code *}: all pages.
     */
    Reply dialog(Exchange exchange, boolean facebook) {
        String redirect = exchange.parameter("redirect_uri").orElse("");
        if (!exchange.parameter("client_id").orElse("").equals(settings.client()) || !isAllowed(redirect)) {
            return page(400, "<p>URL blocked: the app or its redirect address is not registered.</p>");
        }
        String state = exchange.parameter("state").orElse("");
        Set<String> scopes = scopes(exchange.parameter("scope").orElse(""));
        if (facebook && exchange.parameter("config_id").isPresent()) {
            // The application's login configuration at Meta says what is asked for.
            scopes.clear();
            scopes.addAll(FACEBOOK_SCOPES);
        }
        Set<String> known = facebook ? FACEBOOK_SCOPES : SCOPES;
        if (!known.containsAll(scopes)) {
            return page(
                    400,
                    "<p>Invalid Scopes: "
                            + scopes.stream().filter(s -> !known.contains(s)).toList() + "</p>");
        }
        String account = exchange.parameter("account").orElse("");
        if (account.isEmpty()) {
            return page(200, choices(exchange));
        }
        if (!exchange.parameter("decision").orElse("allow").equals("allow")) {
            return back(redirect, Map.of("error", "access_denied", "error_reason", "user_denied", "state", state));
        }
        Set<String> pages = new LinkedHashSet<>();
        world.pages().stream()
                .filter(page -> page.handle.equalsIgnoreCase(account)
                        || page.id.equals(account)
                        || facebook && account.equals("*"))
                .forEach(page -> pages.add(page.id));
        if (pages.isEmpty()) {
            return page(400, "<p>There is no account of that name.</p>");
        }
        scopes.removeAll(scopes(exchange.parameter("decline").orElse("")));
        String code = "AQ" + grants.random();
        codes.put(Grants.digest(code), new Code(redirect, pages, scopes, world.now() + CODE_MILLIS, facebook));
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("code", code);
        answer.put("state", state);
        return back(redirect, answer);
    }

    private boolean isAllowed(String redirect) {
        if (List.of(settings.text("redirect-uris", "").split("\\|")).contains(redirect) && !redirect.isEmpty()) {
            return true;
        }
        try {
            String host = String.valueOf(URI.create(redirect).getHost());
            return settings.flag("any-loopback-redirect", false)
                    && Set.of("127.0.0.1", "localhost").contains(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Set<String> scopes(String text) {
        Set<String> scopes = new LinkedHashSet<>();
        for (String scope : text.split("[ ,]+")) {
            if (!scope.isEmpty()) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    /** {@code POST /oauth/access_token}: a code for a token of one hour. */
    Reply token(Map<String, String> parameters, String requestId) {
        if (!parameters.getOrDefault("client_id", "").equals(settings.client())) {
            throw Refusal.of(
                    400, "OAuthException", 101, 0, "Error validating application. Cannot get application info.");
        }
        checkSecret(parameters);
        if (parameters.getOrDefault("grant_type", "").equals("fb_exchange_token")) {
            return exchanged(parameters, requestId);
        }
        Code code = codes.remove(Grants.digest(parameters.getOrDefault("code", "")));
        if (code == null) {
            throw Refusal.of(400, "OAuthException", 100, 36009, "This authorization code has been used or is invalid.");
        }
        if (world.now() >= code.expires()) {
            throw Refusal.of(400, "OAuthException", 100, 36007, "This authorization code has expired.");
        }
        if (!code.redirect().equals(parameters.getOrDefault("redirect_uri", ""))) {
            throw Refusal.of(
                    400,
                    "OAuthException",
                    100,
                    36008,
                    "Error validating verification code. Please make sure your redirect_uri is identical to the one you"
                            + " used in the OAuth dialog request");
        }
        if (code.facebook()) {
            return persons(grants.random(), code.pages(), code.scopes(), false, requestId);
        }
        String account = code.pages().iterator().next();
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode one = answer.putArray("data").addObject();
        one.put("access_token", issue(grants.random(), account, code.scopes(), false, requestId));
        one.put("user_id", account).put("permissions", String.join(",", code.scopes()));
        return Reply.json(200, answer);
    }

    /** With Facebook Login: a person's token of an hour or two for one of 60 days. */
    private Reply exchanged(Map<String, String> parameters, String requestId) {
        Grants.Grant grant = grants.access(parameters.getOrDefault("fb_exchange_token", ""));
        if (!grant.facebook() || !grant.page().isEmpty()) {
            throw Refusal.parameter("param fb_exchange_token must be a user access token");
        }
        return persons(grant.login(), grant.pages(), grant.scopes(), true, requestId);
    }

    private Reply persons(
            String login, Set<String> accounts, Set<String> scopes, boolean longLived, String requestId) {
        long now = world.now();
        long life = (longLived ? Grants.LONG : Grants.SHORT).toMillis();
        String token = grants.issue(
                new Grants.Grant(login, "", accounts, scopes, longLived, now + life, now, true), requestId);
        return Reply.json(
                200,
                JSON.createObjectNode()
                        .put("access_token", token)
                        .put("token_type", "bearer")
                        .put("expires_in", life / 1000));
    }

    /** {@code GET /access_token} and {@code GET /refresh_access_token}: 60 days from now. */
    Reply longer(String address, Map<String, String> parameters, String requestId) {
        Grants.Grant grant = grants.access(parameters.getOrDefault("access_token", ""));
        boolean exchange = address.equals("access_token");
        String wanted = exchange ? "ig_exchange_token" : "ig_refresh_token";
        if (!parameters.getOrDefault("grant_type", "").equals(wanted)) {
            throw Refusal.parameter("param grant_type must be " + wanted);
        }
        if (exchange) {
            checkSecret(parameters);
        }
        if (grant.facebook() || exchange == grant.longLived()) {
            throw Refusal.of(400, "IGApiException", 100, 0, "Session key invalid: this token cannot be exchanged");
        }
        if (!exchange && world.now() < grant.issued() + DAY) {
            throw Refusal.of(400, "IGApiException", 100, 0, "A token can be refreshed when it is a day old");
        }
        String token = issue(grant.login(), grant.page(), grant.scopes(), true, requestId);
        return Reply.json(
                200,
                JSON.createObjectNode()
                        .put("access_token", token)
                        .put("token_type", "bearer")
                        .put("expires_in", Grants.LONG.toSeconds()));
    }

    private String issue(String login, String account, Set<String> scopes, boolean longLived, String requestId) {
        long now = world.now();
        long life = (longLived ? Grants.LONG : Grants.SHORT).toMillis();
        return grants.issue(
                new Grants.Grant(login, account, Set.of(account), scopes, longLived, now + life, now, false), requestId);
    }

    private void checkSecret(Map<String, String> parameters) {
        if (!parameters.getOrDefault("client_secret", "").equals(settings.secret())) {
            throw Refusal.of(400, "OAuthException", 1, 0, "Error validating client secret.");
        }
    }

    /** The application itself, as {@code id|secret}. */
    boolean isAppToken(String token) {
        return token.equals(settings.client() + "|" + settings.secret());
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
        StringBuilder list = new StringBuilder("<p>Which account are you?</p><ul>");
        world.pages().forEach(page -> link(list, query, page.handle, page.name));
        list.append("</ul><p><a href=\"?").append(query).append("account=-&amp;decision=deny\">Cancel</a></p>");
        return list.toString();
    }

    private static void link(StringBuilder list, StringBuilder query, String account, String shown) {
        String safe = shown.replace("&", "&amp;").replace("<", "&lt;");
        list.append("<li><a href=\"?").append(query).append("account=");
        list.append(URLEncoder.encode(account, StandardCharsets.UTF_8));
        list.append("&amp;decision=allow\">").append(safe).append("</a></li>");
    }

    private static Reply page(int status, String body) {
        return Reply.text(
                status,
                "text/html",
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Instagram, simulated</title>"
                        + "</head><body><h1>Instagram, simulated</h1>" + body + "</body></html>");
    }
}
