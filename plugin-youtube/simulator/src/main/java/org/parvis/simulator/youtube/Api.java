package org.parvis.simulator.youtube;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** Finds the route of a request, checks token, scopes, parameters and budgets, and has it answered. Thread-safe. */
final class Api {
    /** What every Google API takes. */
    private static final Set<String> STANDARD = Set.of(
            "alt",
            "key",
            "fields",
            "prettyPrint",
            "quotaUser",
            "access_token",
            "oauth_token",
            "callback",
            "$.xgafv",
            "upload_protocol",
            "uploadType",
            "upload_id");

    private static final Set<String> ANY = Set.of("youtube", "youtube.force-ssl", "youtube.readonly", "youtubepartner");
    private static final Set<String> WRITE = Set.of("youtube", "youtube.force-ssl", "youtubepartner");
    private static final Set<String> UPLOAD =
            Set.of("youtube", "youtube.force-ssl", "youtube.upload", "youtubepartner");
    private static final Set<String> SSL = Set.of("youtube.force-ssl");
    private static final Set<String> REPORT = Set.of(
            "yt-analytics.readonly", "yt-analytics-monetary.readonly", "youtube", "youtube.readonly", "youtubepartner");

    private final World world;
    private final Authorisation authorisation;
    private final Grants grants;
    private final Quotas quotas;
    private final Hub hub;
    private final List<Route> routes = new ArrayList<>();

    Api(World world, Authorisation authorisation, Grants grants, Quotas quotas, Hub hub, Actions on) {
        this.world = world;
        this.authorisation = authorisation;
        this.grants = grants;
        this.quotas = quotas;
        this.hub = hub;
        reads(on);
        writes(on);
        uploads(on);
    }

    /** All that the routes do, put together. */
    record Actions(
            ChannelReads channels,
            CommentActions comments,
            VideoActions videos,
            UploadSessions uploads,
            Reports reports) {}

    private void add(
            String operation,
            String line,
            Set<String> scopes,
            int cost,
            String parameters,
            Function<Call, Reply> action) {
        String bucket = operation.equals("videos.insert") ? operation : "units";
        Set<String> names = parameters.isEmpty() ? Set.of() : Set.of(parameters.split(" "));
        routes.add(new Route(operation, line, scopes, bucket, cost, names, action));
    }

    private void reads(Actions on) {
        add(
                "channels.list",
                "GET /youtube/v3/channels",
                ANY,
                1,
                "categoryId forHandle forUsername hl id managedByMe maxResults mine onBehalfOfContentOwner pageToken part",
                on.channels()::channels);
        add(
                "playlistItems.list",
                "GET /youtube/v3/playlistItems",
                ANY,
                1,
                "id maxResults onBehalfOfContentOwner pageToken part playlistId videoId",
                on.channels()::playlistItems);
        add(
                "videos.list",
                "GET /youtube/v3/videos",
                ANY,
                1,
                "chart hl id locale maxHeight maxResults maxWidth myRating onBehalfOfContentOwner pageToken part regionCode "
                        + "videoCategoryId",
                on.videos()::list);
        add(
                "commentThreads.list",
                "GET /youtube/v3/commentThreads",
                SSL,
                1,
                "allThreadsRelatedToChannelId channelId id maxResults moderationStatus order pageToken part postId "
                        + "searchTerms textFormat videoId",
                on.comments()::threads);
        add(
                "comments.list",
                "GET /youtube/v3/comments",
                SSL,
                1,
                "id maxResults pageToken parentId part textFormat",
                on.comments()::comments);
        add(
                "reports.query",
                "GET /v2/reports",
                REPORT,
                0,
                "currency dimensions endDate filters ids includeHistoricalChannelData maxResults metrics sort startDate "
                        + "startIndex",
                on.reports()::query);
    }

    private void writes(Actions on) {
        add("comments.insert", "POST /youtube/v3/comments", SSL, 50, "part", on.comments()::insertReply);
        add("comments.update", "PUT /youtube/v3/comments", SSL, 50, "part", on.comments()::update);
        add("comments.delete", "DELETE /youtube/v3/comments", SSL, 50, "id", on.comments()::delete);
        add(
                "comments.setModerationStatus",
                "POST /youtube/v3/comments/setModerationStatus",
                SSL,
                50,
                "banAuthor id moderationStatus",
                on.comments()::moderate);
        add("commentThreads.insert", "POST /youtube/v3/commentThreads", SSL, 50, "part", on.comments()::insertThread);
        add("videos.update", "PUT /youtube/v3/videos", WRITE, 50, "onBehalfOfContentOwner part", on.videos()::update);
        add("videos.delete", "DELETE /youtube/v3/videos", WRITE, 50, "id onBehalfOfContentOwner", on.videos()::delete);
    }

    private void uploads(Actions on) {
        String insert =
                "autoLevels notifySubscribers onBehalfOfContentOwner onBehalfOfContentOwnerChannel part stabilize";
        for (String prefix : List.of("/upload", "/resumable/upload")) {
            add("videos.insert", "POST " + prefix + "/youtube/v3/videos", UPLOAD, 1, insert, on.uploads()::open);
            add("videos.upload", "PUT " + prefix + "/youtube/v3/videos", UPLOAD, 0, insert, on.uploads()::piece);
            add(
                    "thumbnails.set",
                    "POST " + prefix + "/youtube/v3/thumbnails/set",
                    UPLOAD,
                    50,
                    "onBehalfOfContentOwner videoId",
                    on.videos()::thumbnail);
        }
    }

    private Optional<Route> route(Exchange exchange) {
        String line = exchange.method() + " " + exchange.path();
        return routes.stream().filter(route -> route.line().equals(line)).findFirst();
    }

    String operation(Exchange exchange) {
        return switch (exchange.path()) {
            case "/o/oauth2/v2/auth" -> "authorize";
            case "/token" -> "token";
            case "/revoke" -> "revoke";
            case "/subscribe" -> "hub.subscribe";
            case "/subscription-details" -> "hub.details";
            default -> route(exchange).map(Route::operation).orElse("unknown");
        };
    }

    Optional<String> account(Exchange exchange) {
        synchronized (world) {
            return grant(exchange)
                    .flatMap(grant -> world.channel(grant.channel()))
                    .map(channel -> channel.handle);
        }
    }

    private Optional<Grants.Grant> grant(Exchange exchange) {
        String header = exchange.header("authorization").orElse("");
        String token = header.startsWith("Bearer ")
                ? header.substring(7).strip()
                : exchange.parameter("access_token").orElse("");
        return grants.access(token);
    }

    Reply answer(Exchange exchange) {
        synchronized (world) {
            return switch (exchange.method() + " " + exchange.path()) {
                case "GET /o/oauth2/v2/auth" -> authorisation.authorize(exchange);
                case "POST /token" -> authorisation.token(exchange);
                case "POST /revoke" -> authorisation.revoke(exchange);
                case "POST /subscribe" -> hub.subscribe(exchange);
                case "GET /subscription-details" -> hub.details(exchange);
                case "GET /feeds/videos.xml", "GET /xml/feeds/videos.xml" -> new Feeds(world).feed(exchange);
                default -> called(exchange);
            };
        }
    }

    private Reply called(Exchange exchange) {
        try {
            Route route = route(exchange).orElseThrow(() -> Refusal.of(404, "global", "notFound", "Method not found."));
            Grants.Grant grant = grant(exchange).orElseThrow(Refusal::unauthorized);
            boolean scoped = grant.scopes().stream()
                    .anyMatch(scope -> route.scopes().contains(scope.substring(Authorisation.PREFIX.length())));
            if (!scoped) {
                throw Refusal.scopes();
            }
            known(route, exchange);
            if (!quotas.take(grant.client(), route.bucket(), route.cost())) {
                throw Refusal.quota();
            }
            return route.action().apply(new Call(exchange, grant.channel()));
        } catch (Refusal refusal) {
            return refusal.reply();
        }
    }

    private static void known(Route route, Exchange exchange) {
        Set<String> unknown = new HashSet<>(exchange.query().keySet());
        unknown.removeAll(STANDARD);
        unknown.removeAll(route.parameters());
        if (!unknown.isEmpty()) {
            throw Refusal.of(
                    400,
                    "global",
                    "badRequest",
                    "Invalid JSON payload received. Unknown name \""
                            + unknown.iterator().next() + "\": Cannot bind query parameter.");
        }
    }
}
