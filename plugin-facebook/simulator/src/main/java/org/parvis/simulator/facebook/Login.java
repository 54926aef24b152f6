package org.parvis.simulator.facebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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

/** Facebook Login: the dialog, the exchange of codes and tokens, and what a token tells of itself. Thread-safe. */
final class Login {

    static final Set<String> SCOPES = Set.of(
            "public_profile",
            "email",
            "pages_show_list",
            "pages_read_engagement",
            "pages_read_user_content",
            "pages_manage_posts",
            "pages_manage_engagement",
            "pages_manage_metadata",
            "pages_messaging",
            "read_insights",
            "business_management",
            "publish_video");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long CODE_MILLIS = 600_000;

    private record Code(String redirect, Set<String> pages, Set<String> scopes, long expires) {}

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
     * {@code GET /{version}/dialog/oauth}: the page, or at once what {@code account} (a page's name, or {@code *} for all) and
     * {@code decision} say. {@code decline} names scopes that the person takes out.
     */
    Reply dialog(Exchange exchange) {
        String redirect = exchange.parameter("redirect_uri").orElse("");
        if (!exchange.parameter("client_id").orElse("").equals(settings.client()) || !isAllowed(redirect)) {
            return page(400, "<p>URL blocked: the app or its redirect address is not registered.</p>");
        }
        String state = exchange.parameter("state").orElse("");
        Set<String> scopes = scopes(exchange.parameter("scope").orElse(""));
        if (!SCOPES.containsAll(scopes)) {
            return page(
                    400,
                    "<p>Invalid Scopes: "
                            + scopes.stream().filter(s -> !SCOPES.contains(s)).toList() + "</p>");
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
                .filter(page -> account.equals("*") || page.handle.equalsIgnoreCase(account) || page.id.equals(account))
                .forEach(page -> pages.add(page.id));
        if (pages.isEmpty()) {
            return page(400, "<p>There is no page of that name.</p>");
        }
        scopes.removeAll(scopes(exchange.parameter("decline").orElse("")));
        scopes.add("public_profile");
        String code = "AQ" + grants.random();
        codes.put(Grants.digest(code), new Code(redirect, pages, scopes, world.now() + CODE_MILLIS));
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

    /** {@code GET or POST /{version}/oauth/access_token}. */
    Reply token(Map<String, String> parameters, String requestId) {
        checkApp(parameters);
        if (parameters.getOrDefault("grant_type", "").equals("client_credentials")) {
            return Reply.json(
                    200,
                    JSON.createObjectNode()
                            .put("access_token", settings.client() + "|" + settings.secret())
                            .put("token_type", "bearer"));
        }
        if (parameters.getOrDefault("grant_type", "").equals("fb_exchange_token")) {
            Grants.Grant grant = grants.access(parameters.getOrDefault("fb_exchange_token", ""));
            if (!grant.page().isEmpty()) {
                throw Refusal.of(400, "OAuthException", 100, 0, "(#100) A page's token cannot be exchanged");
            }
            return issued(grant.login(), grant.pages(), grant.scopes(), true, requestId);
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
        return issued(grants.random(), code.pages(), code.scopes(), false, requestId);
    }

    private Reply issued(String login, Set<String> pages, Set<String> scopes, boolean longLived, String requestId) {
        long life = (longLived ? Grants.LONG : Grants.SHORT).toSeconds();
        String token = grants.issue(
                new Grants.Grant(login, "", pages, scopes, longLived, world.now() + life * 1000), requestId);
        return Reply.json(
                200,
                JSON.createObjectNode()
                        .put("access_token", token)
                        .put("token_type", "bearer")
                        .put("expires_in", life));
    }

    private void checkApp(Map<String, String> parameters) {
        if (!parameters.getOrDefault("client_id", "").equals(settings.client())) {
            throw Refusal.of(
                    400, "OAuthException", 101, 0, "Error validating application. Cannot get application info.");
        }
        if (!parameters.getOrDefault("client_secret", "").equals(settings.secret())) {
            throw Refusal.of(400, "OAuthException", 1, 0, "Error validating client secret.");
        }
    }

    /** The application itself, as {@code id|secret}. */
    boolean isAppToken(String token) {
        return token.equals(settings.client() + "|" + settings.secret());
    }

    Reply debug(String input) {
        ObjectNode data = JSON.createObjectNode();
        Grants.Grant grant;
        try {
            grant = grants.access(input);
        } catch (Refusal refused) {
            data.put("is_valid", false).put("app_id", settings.client());
            data.putArray("scopes");
            return Reply.json(200, JSON.createObjectNode().set("data", data));
        }
        data.put("app_id", settings.client()).put("type", grant.page().isEmpty() ? "USER" : "PAGE");
        data.put("is_valid", true).put("expires_at", grant.expires() / 1000);
        data.put("data_access_expires_at", (world.now() + 90L * 86_400_000) / 1000);
        ArrayNode scopes = data.putArray("scopes");
        ArrayNode granular = data.putArray("granular_scopes");
        grant.scopes().stream().sorted().forEach(scope -> {
            scopes.add(scope);
            ObjectNode one = granular.addObject().put("scope", scope);
            grant.pages().forEach(one.putArray("target_ids")::add);
        });
        if (!grant.page().isEmpty()) {
            data.put("profile_id", grant.page());
        }
        return Reply.json(200, JSON.createObjectNode().set("data", data));
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
        StringBuilder list = new StringBuilder("<p>Which pages may the app use?</p><ul>");
        link(list, query, "*", "All pages");
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
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Facebook, simulated</title>"
                        + "</head><body><h1>Facebook, simulated</h1>" + body + "</body></html>");
    }
}
