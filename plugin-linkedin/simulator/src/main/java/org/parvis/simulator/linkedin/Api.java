package org.parvis.simulator.linkedin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** Finds the route of a request, checks token, version, headers and limits, and has it answered. Thread-safe. */
final class Api {
    /** One operation of the API. */
    private record Route(
            String operation, String verb, Pattern path, boolean locked, Function<Request, Reply> action) {}

    private final World world;
    private final Authorisation authorisation;
    private final Grants grants;
    private final Settings settings;
    private final Limits limits;
    private final MediaRoutes media;
    private final List<Route> routes = new ArrayList<>();

    Api(World world, Authorisation authorisation, Grants grants, Settings settings, Limits limits, Parts parts) {
        this.world = world;
        this.authorisation = authorisation;
        this.grants = grants;
        this.settings = settings;
        this.limits = limits;
        this.media = parts.media();
        posts(parts.posts());
        comments(parts.comments());
        organizations(parts.organizations());
        media(parts.media());
        notifications(parts.notifications());
    }

    /** What answers. */
    record Parts(
            PostRoutes posts,
            CommentRoutes comments,
            OrganizationRoutes organizations,
            MediaRoutes media,
            Notifications notifications) {}

    private void add(String operation, String line, Function<Request, Reply> action) {
        add(operation, line, true, action);
    }

    private void add(String operation, String line, boolean locked, Function<Request, Reply> action) {
        int space = line.indexOf(' ');
        Pattern path = Pattern.compile(line.substring(space + 1).replace("*", "[^/]+"));
        routes.add(new Route(operation, line.substring(0, space), path, locked, action));
    }

    private void posts(PostRoutes on) {
        add("posts.list", "GET /rest/posts", on::byAuthor);
        add("posts.create", "POST /rest/posts", on::create);
        add("posts.get", "GET /rest/posts/*", on::get);
        add("posts.edit", "POST /rest/posts/*", on::update);
        add("posts.delete", "DELETE /rest/posts/*", on::delete);
    }

    private void comments(CommentRoutes on) {
        add("comments.list", "GET /rest/socialActions/*/comments", on::list);
        add("comments.create", "POST /rest/socialActions/*/comments", on::create);
        add("comments.get", "GET /rest/socialActions/*/comments/*", on::get);
        add("comments.edit", "POST /rest/socialActions/*/comments/*", on::update);
        add("comments.delete", "DELETE /rest/socialActions/*/comments/*", on::delete);
        add("social.counts", "GET /rest/socialMetadata", on::manyMetadata);
        add("social.counts", "GET /rest/socialMetadata/*", on::metadata);
        add("social.state", "POST /rest/socialMetadata/*", on::updateMetadata);
        add("reactions.create", "POST /rest/reactions", on::react);
        add("reactions.list", "GET /rest/reactions/*", on::reactions);
        add("reactions.delete", "DELETE /rest/reactions/*", on::unreact);
    }

    private void organizations(OrganizationRoutes on) {
        add("organizations.acls", "GET /rest/organizationAcls", on::acls);
        add("organizations.get", "GET /rest/organizations", on::organizations);
        add("organizations.get", "GET /rest/organizations/*", on::organization);
        add("members.me", "GET /v2/userinfo", on::userinfo);
        add("statistics.size", "GET /rest/networkSizes/*", on::size);
        add("statistics.shares", "GET /rest/organizationalEntityShareStatistics", on::shares);
        add("statistics.followers", "GET /rest/organizationalEntityFollowerStatistics", on::followers);
        add("statistics.page", "GET /rest/organizationPageStatistics", on::pageViews);
    }

    private void media(MediaRoutes on) {
        for (String kind : List.of("images", "videos", "documents")) {
            add("media.act", "POST /rest/" + kind, on::act);
            add("media.status", "GET /rest/" + kind + "/*", on::get);
        }
    }

    private void notifications(Notifications on) {
        add("notifications.list", "GET /rest/organizationalEntityNotifications", on::list);
        add("webhooks.list", "GET /rest/eventSubscriptions", on::subscriptions);
        add("webhooks.subscribe", "PUT /rest/eventSubscriptions/*", false, on::subscribe);
        add("webhooks.unsubscribe", "DELETE /rest/eventSubscriptions/*", on::unsubscribe);
    }

    String operation(Exchange exchange) {
        return switch (exchange.path()) {
            case "/oauth/v2/authorization" -> "authorize";
            case "/oauth/v2/accessToken" -> "token";
            case "/oauth/v2/introspectToken" -> "introspect";
            default ->
                exchange.path().startsWith("/dms-uploads/")
                        ? "media.upload"
                        : route(exchange).map(Route::operation).orElse("unknown");
        };
    }

    Optional<String> account(Exchange exchange) {
        return bearer(exchange).flatMap(grants::access).map(grant -> {
            synchronized (world) {
                return world.pages().stream()
                        .filter(page -> WorldLoader.administrator(page.id).equals(grant.member()))
                        .map(page -> page.vanityName)
                        .findFirst()
                        .orElse(grant.member());
            }
        });
    }

    private static String verb(Exchange exchange) {
        String override = exchange.header("x-http-method-override").orElse("");
        return exchange.method().equals("POST") && override.equals("GET") ? "GET" : exchange.method();
    }

    private Optional<Route> route(Exchange exchange) {
        String target = exchange.target();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String verb = verb(exchange);
        return routes.stream()
                .filter(route ->
                        route.verb().equals(verb) && route.path().matcher(path).matches())
                .findFirst();
    }

    private static Optional<String> bearer(Exchange exchange) {
        return exchange.header("authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring(7).strip());
    }

    Reply answer(Exchange exchange) {
        switch (exchange.path()) {
            case "/oauth/v2/authorization" -> {
                return authorisation.authorize(exchange);
            }
            case "/oauth/v2/accessToken" -> {
                return authorisation.token(exchange);
            }
            case "/oauth/v2/introspectToken" -> {
                return authorisation.introspect(exchange);
            }
            default -> {
                return resource(exchange);
            }
        }
    }

    private Reply resource(Exchange exchange) {
        try {
            if (exchange.path().startsWith("/dms-uploads/sp/")
                    && exchange.method().equals("PUT")) {
                grant(exchange);
                synchronized (world) {
                    return media.upload(exchange, exchange.path().substring("/dms-uploads/sp/".length()));
                }
            }
            Grants.Grant grant = grant(exchange);
            if (exchange.path().startsWith("/rest/")) {
                version(exchange);
            }
            limits.call(grant.client(), grant.member());
            Route route = route(exchange)
                    .filter(found -> !settings.flag("retired-" + found.operation(), false))
                    .orElseThrow(() -> new Refusal(
                            404, 0, "RESOURCE_NOT_FOUND", "No virtual resource found for " + exchange.path()));
            Request request = Request.read(exchange, grant);
            if (!route.locked()) {
                return route.action().apply(request);
            }
            synchronized (world) {
                return route.action().apply(request);
            }
        } catch (Refusal refusal) {
            return refusal.reply();
        }
    }

    private Grants.Grant grant(Exchange exchange) {
        String token = bearer(exchange)
                .orElseThrow(() -> new Refusal(401, 65604, "EMPTY_ACCESS_TOKEN", "Empty oauth2 access token"));
        return switch (grants.standing(token)) {
            case GOOD -> grants.access(token).orElseThrow();
            case UNKNOWN -> throw new Refusal(401, 65600, "INVALID_ACCESS_TOKEN", "Invalid access token");
            case REVOKED ->
                throw new Refusal(
                        401,
                        65601,
                        "REVOKED_ACCESS_TOKEN",
                        "The token used in the request has been revoked by the user");
            case EXPIRED ->
                throw new Refusal(401, 65602, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired");
        };
    }

    private void version(Exchange exchange) {
        String version = exchange.header("linkedin-version").orElse("");
        if (version.isEmpty()) {
            throw new Refusal(
                    400,
                    0,
                    "VERSION_MISSING",
                    "A version must be present. Please specify a version by adding the Linkedin-Version header.");
        }
        if (!settings.versions().contains(version)) {
            throw new Refusal(426, 0, "NONEXISTENT_VERSION", "Requested version " + version + " is not active");
        }
        if (!exchange.header("x-restli-protocol-version").orElse("").equals("2.0.0")) {
            throw new Refusal(400, 0, "PARAM_INVALID", "X-Restli-Protocol-Version must be 2.0.0");
        }
    }
}
