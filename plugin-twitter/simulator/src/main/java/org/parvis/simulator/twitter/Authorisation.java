package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** X's OAuth 2.0: authorization code with PKCE, rotating refresh tokens, revocation and app-only tokens. Thread-safe. */
final class Authorisation {

    /** How long a code lives. */
    static final Duration CODE = Duration.ofSeconds(30);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
    static final Set<String> SCOPES = Set.of(("tweet.read tweet.write tweet.moderate.write users.read users.email "
                    + "follows.read follows.write offline.access space.read mute.read mute.write like.read like.write list.read "
                    + "list.write block.read block.write bookmark.read bookmark.write dm.read dm.write media.write timeline.read "
                    + "broadcast.read broadcast.write")
            .split(" "));

    /**
     * A registered app.
     *
     * @param secret empty for a public client
     * @param anyLoopback whether any address on this machine is a good redirect
     */
    record App(String client, String secret, List<String> redirects, boolean anyLoopback) {}

    private record Code(
            String client,
            String redirect,
            long user,
            Set<String> scopes,
            String challenge,
            String method,
            long expires,
            String family) {}

    private final World world;
    private final Grants grants;
    private final Map<String, App> apps = new ConcurrentHashMap<>();
    private final Map<String, Code> codes = new ConcurrentHashMap<>();
    private final Set<String> usedCodes = ConcurrentHashMap.newKeySet();

    Authorisation(World world, Grants grants) {
        this.world = world;
        this.grants = grants;
    }

    void register(App app) {
        apps.put(app.client(), app);
    }

    /** The secret that webhooks are signed with: that of the app that registered them. */
    String secret(String client) {
        App app = apps.get(client);
        return app == null ? "" : app.secret();
    }

    /** {@code GET /i/oauth2/authorize}: the page, or at once what {@code account} and {@code decision} say. */
    Reply authorize(Exchange exchange) {
        App app = apps.get(exchange.parameter("client_id").orElse(""));
        String redirect = exchange.parameter("redirect_uri").orElse("");
        if (app == null || !allowed(app, redirect)) {
            return page(
                    400,
                    "Something went wrong",
                    "<p>You weren't able to give access to the App. Go back and try "
                            + "logging in again. The app or its redirect address is not registered.</p>");
        }
        String state = exchange.parameter("state").orElse("");
        Optional<String> wrong = wrong(exchange, state);
        if (wrong.isPresent()) {
            return back(redirect, Map.of("error", wrong.get(), "state", state));
        }
        Optional<String> account = exchange.parameter("account");
        if (account.isEmpty()) {
            return page(200, "Authorise " + app.client(), choices(exchange));
        }
        if (!exchange.parameter("decision").orElse("allow").equals("allow")) {
            return back(redirect, Map.of("error", "access_denied", "state", state));
        }
        Optional<User> user = world.user(account.get()).filter(known -> known.organization);
        if (user.isEmpty()) {
            return page(400, "Something went wrong", "<p>Nobody of that name can sign in here.</p>");
        }
        String code = grants.random();
        codes.put(
                Grants.digest(code),
                new Code(
                        app.client(),
                        redirect,
                        user.get().id,
                        scopes(exchange),
                        exchange.parameter("code_challenge").orElse(""),
                        exchange.parameter("code_challenge_method").orElse("plain"),
                        world.now() + CODE.toMillis(),
                        grants.random()));
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("state", state);
        answer.put("code", code);
        return back(redirect, answer);
    }

    private static Optional<String> wrong(Exchange exchange, String state) {
        String method = exchange.parameter("code_challenge_method").orElse("plain");
        if (!exchange.parameter("response_type").orElse("").equals("code")) {
            return Optional.of("unsupported_response_type");
        }
        if (state.isEmpty()
                || state.length() > 500
                || !method.equals("S256") && !method.equals("plain")
                || !CHALLENGE
                        .matcher(exchange.parameter("code_challenge").orElse(""))
                        .matches()) {
            return Optional.of("invalid_request");
        }
        Set<String> scopes = scopes(exchange);
        return scopes.isEmpty() || !SCOPES.containsAll(scopes) ? Optional.of("invalid_scope") : Optional.empty();
    }

    private static Set<String> scopes(Exchange exchange) {
        Set<String> scopes = new java.util.LinkedHashSet<>();
        for (String scope : exchange.parameter("scope").orElse("").split("[ ,]+")) {
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
            String host = String.valueOf(uri.getHost());
            return app.anyLoopback()
                    && "http".equals(uri.getScheme())
                    && Set.of("127.0.0.1", "localhost").contains(host);
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
        StringBuilder list = new StringBuilder("<p>Sign in as:</p><ul>");
        StringBuilder query = new StringBuilder();
        exchange.query()
                .forEach((name, values) -> query.append(name)
                        .append('=')
                        .append(URLEncoder.encode(values.get(0), StandardCharsets.UTF_8))
                        .append("&amp;"));
        world.users().stream()
                .filter(user -> user.organization)
                .sorted(Comparator.comparing(user -> user.handle))
                .forEach(user -> list.append("<li><a href=\"?")
                        .append(query)
                        .append("account=")
                        .append(user.handle)
                        .append("&amp;decision=allow\">@")
                        .append(user.handle)
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

    /** {@code POST /2/oauth2/token}. */
    Reply token(Exchange exchange) {
        Map<String, List<String>> form = exchange.form();
        Optional<App> app = client(exchange, form);
        if (app.isEmpty()) {
            return error(401, "unauthorized_client", "Missing valid authorization header");
        }
        return switch (value(form, "grant_type")) {
            case "authorization_code" -> code(app.get(), form, exchange.id());
            case "refresh_token" ->
                grants.refresh(value(form, "refresh_token"), app.get().client(), exchange.id())
                        .map(Authorisation::issued)
                        .orElseGet(() -> error(400, "invalid_grant", "Value passed for the token was invalid."));
            case "client_credentials" -> appToken(app.get(), exchange.id());
            default -> error(400, "unsupported_grant_type", "Missing or unsupported value for grant_type.");
        };
    }

    /** {@code POST /oauth2/token}: a token for the app itself. */
    Reply appToken(Exchange exchange) {
        Optional<App> app = client(exchange, exchange.form())
                .filter(known -> !known.secret().isEmpty());
        if (app.isEmpty() || !value(exchange.form(), "grant_type").equals("client_credentials")) {
            ObjectNode body = JSON.createObjectNode();
            body.withArray("errors")
                    .addObject()
                    .put("code", 99)
                    .put("message", "Unable to verify your credentials")
                    .put("label", "authenticity_token_error");
            return Reply.json(403, body);
        }
        return appToken(app.get(), exchange.id());
    }

    private Reply appToken(App app, String requestId) {
        Grants.Issued issued = grants.issue(grants.random(), 0, app.client(), Set.of("app"), requestId);
        return Reply.json(
                200, JSON.createObjectNode().put("token_type", "bearer").put("access_token", issued.access()));
    }

    private synchronized Reply code(App app, Map<String, List<String>> form, String requestId) {
        String digest = Grants.digest(value(form, "code"));
        Code code = codes.get(digest);
        if (code == null || !code.client().equals(app.client())) {
            return error(400, "invalid_request", "Value passed for the authorization code was invalid.");
        }
        if (!usedCodes.add(digest)) {
            grants.revokeFamily(code.family(), requestId);
            return error(400, "invalid_request", "Value passed for the authorization code was invalid.");
        }
        if (world.now() >= code.expires()) {
            return error(400, "invalid_request", "Value passed for the authorization code was invalid.");
        }
        if (!code.redirect().equals(value(form, "redirect_uri"))) {
            return error(
                    400,
                    "invalid_request",
                    "Value passed for the redirect uri did not match the uri of the " + "authorization code.");
        }
        if (!verified(code, value(form, "code_verifier"))) {
            return error(
                    400, "invalid_request", "Value passed for the code verifier did not match the code challenge.");
        }
        return issued(grants.issue(code.family(), code.user(), app.client(), code.scopes(), requestId));
    }

    private static boolean verified(Code code, String verifier) {
        if (!CHALLENGE.matcher(verifier).matches()) {
            return false;
        }
        if (code.method().equals("plain")) {
            return verifier.equals(code.challenge());
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).equals(code.challenge());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** {@code POST /2/oauth2/revoke}. */
    Reply revoke(Exchange exchange) {
        Map<String, List<String>> form = exchange.form();
        if (client(exchange, form).isEmpty()) {
            return error(401, "unauthorized_client", "Missing valid authorization header");
        }
        boolean known = grants.revoke(value(form, "token"), exchange.id());
        return known
                ? Reply.json(200, JSON.createObjectNode().put("revoked", true))
                : error(400, "invalid_request", "Value passed for the token was invalid.");
    }

    /** A confidential client proves itself by Basic authentication, a public one only says its name. */
    private Optional<App> client(Exchange exchange, Map<String, List<String>> form) {
        String header = exchange.header("authorization").orElse("");
        if (!header.startsWith("Basic ")) {
            return Optional.ofNullable(apps.get(value(form, "client_id")))
                    .filter(app -> app.secret().isEmpty());
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            String[] parts = pair.split(":", 2);
            return Optional.ofNullable(apps.get(unescape(parts[0])))
                    .filter(app -> parts.length == 2 && !app.secret().isEmpty())
                    .filter(app -> app.secret().equals(unescape(parts[1])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String unescape(String text) {
        return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String value(Map<String, List<String>> form, String name) {
        List<String> values = form.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    private static Reply issued(Grants.Issued issued) {
        ObjectNode body =
                JSON.createObjectNode().put("token_type", "bearer").put("expires_in", Grants.ACCESS.toSeconds());
        body.put("access_token", issued.access()).put("scope", String.join(" ", issued.scopes()));
        if (issued.refresh() != null) {
            body.put("refresh_token", issued.refresh());
        }
        return Reply.json(200, body);
    }

    private static Reply error(int status, String error, String description) {
        return Reply.json(status, JSON.createObjectNode().put("error", error).put("error_description", description));
    }
}
