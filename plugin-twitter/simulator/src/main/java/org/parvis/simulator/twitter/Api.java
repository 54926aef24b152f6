package org.parvis.simulator.twitter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** Finds the route of a request, checks token, scopes and limits, and has it answered. Thread-safe. */
final class Api {

    private final World world;
    private final Authorisation authorisation;
    private final Grants grants;
    private final RateLimits limits;
    private final Uploads uploads;
    private final Settings settings;
    private final List<Route> routes;

    Api(
            World world,
            Authorisation authorisation,
            Grants grants,
            RateLimits limits,
            Settings settings,
            Actions actions) {
        this.world = world;
        this.authorisation = authorisation;
        this.grants = grants;
        this.limits = limits;
        this.settings = settings;
        this.uploads = actions.uploads;
        this.routes = routes(actions);
    }

    private static RateLimits.Rate rate(int user, int app) {
        return RateLimits.Rate.of(user, app);
    }

    private static List<Route> routes(Actions on) {
        List<Route> all = new ArrayList<>();
        String read = "tweet.read users.read";
        String write = read + " tweet.write";
        Route.Access both = Route.Access.BOTH;
        Route.Access user = Route.Access.USER;
        all.add(new Route("getUsersMe", "GET /2/users/me", user, read, rate(75, 0), on.reads::me));
        all.add(new Route(
                "getUsersByUsernames", "GET /2/users/by", both, read, rate(900, 300), on.reads::usersByNames));
        all.add(new Route(
                "getUsersByUsername",
                "GET /2/users/by/username/{username}",
                both,
                read,
                rate(900, 300),
                on.reads::userByName));
        all.add(new Route("getUsersByIds", "GET /2/users", both, read, rate(900, 300), on.reads::usersByIds));
        all.add(new Route("getUsersById", "GET /2/users/{id}", both, read, rate(900, 300), on.reads::userById));
        all.add(new Route("getUsersPosts", "GET /2/users/{id}/tweets", both, read, rate(900, 10_000), on.reads::own));
        all.add(new Route(
                "getUsersMentions", "GET /2/users/{id}/mentions", both, read, rate(300, 450), on.reads::mentions));
        all.add(new Route(
                "searchPostsRecent", "GET /2/tweets/search/recent", both, read, rate(300, 450), on.reads::search));
        all.add(new Route("getPostsByIds", "GET /2/tweets", both, read, rate(5000, 3500), on.reads::posts));
        all.add(new Route(
                "createPosts",
                "POST /2/tweets",
                user,
                write,
                new RateLimits.Rate(100, 0, 0, 10_000),
                on.posts::create));
        all.add(new Route("getPostsById", "GET /2/tweets/{id}", both, read, rate(900, 450), on.reads::post));
        all.add(new Route("deletePosts", "DELETE /2/tweets/{id}", user, write, rate(50, 0), on.posts::delete));
        all.add(new Route(
                "getPostsQuotedPosts", "GET /2/tweets/{id}/quote_tweets", both, read, rate(75, 75), on.reads::quotes));
        all.add(new Route(
                "getPostsLikingUsers",
                "GET /2/tweets/{id}/liking_users",
                user,
                read + " like.read",
                rate(75, 0),
                call -> on.reads.usersOf(call, true)));
        all.add(new Route(
                "getPostsRepostedBy",
                "GET /2/tweets/{id}/retweeted_by",
                both,
                read,
                rate(75, 75),
                call -> on.reads.usersOf(call, false)));
        all.add(new Route(
                "hidePostsReply",
                "PUT /2/tweets/{id}/hidden",
                user,
                read + " tweet.moderate.write",
                rate(50, 0),
                on.posts::hide));
        all.add(new Route(
                "likePost",
                "POST /2/users/{id}/likes",
                user,
                read + " like.write",
                new RateLimits.Rate(50, 0, 1000, 0),
                call -> on.posts.like(call, true)));
        all.add(new Route(
                "unlikePost",
                "DELETE /2/users/{id}/likes/{tweet_id}",
                user,
                read + " like.write",
                new RateLimits.Rate(50, 0, 1000, 0),
                call -> on.posts.like(call, false)));
        all.add(new Route(
                "repostPost",
                "POST /2/users/{id}/retweets",
                user,
                write,
                rate(50, 0),
                call -> on.posts.repost(call, true)));
        all.add(new Route(
                "unrepostPost",
                "DELETE /2/users/{id}/retweets/{tweet_id}",
                user,
                write,
                rate(50, 0),
                call -> on.posts.repost(call, false)));
        messages(all, on.messages);
        uploads(all, on.uploads);
        webhooks(all, on.webhooks);
        return List.copyOf(all);
    }

    private static void messages(List<Route> all, MessageActions on) {
        String read = "dm.read tweet.read users.read";
        String write = "dm.write tweet.read users.read";
        Route.Access user = Route.Access.USER;
        RateLimits.Rate sending = new RateLimits.Rate(15, 0, 1440, 0);
        all.add(new Route("getDirectMessagesEvents", "GET /2/dm_events", user, read, rate(15, 0), on::all));
        all.add(new Route(
                "getDirectMessagesEventsById", "GET /2/dm_events/{event_id}", user, read, rate(15, 0), on::one));
        all.add(new Route(
                "deleteDirectMessagesEvents",
                "DELETE /2/dm_events/{event_id}",
                user,
                "dm.read dm.write",
                rate(300, 0),
                on::delete));
        all.add(new Route(
                "getDirectMessagesEventsByParticipantId",
                "GET /2/dm_conversations/with/{id}/dm_events",
                user,
                read,
                rate(15, 0),
                on::with));
        all.add(new Route(
                "getDirectMessagesEventsByConversationId",
                "GET /2/dm_conversations/{id}/dm_events",
                user,
                read,
                rate(15, 0),
                on::conversation));
        all.add(new Route(
                "createDirectMessagesByParticipantId",
                "POST /2/dm_conversations/with/{id}/messages",
                user,
                write,
                sending,
                on::sendTo));
        all.add(new Route(
                "createDirectMessagesByConversationId",
                "POST /2/dm_conversations/{id}/messages",
                user,
                write,
                sending,
                on::sendIn));
        all.add(new Route(
                "createDirectMessagesConversation", "POST /2/dm_conversations", user, write, sending, on::begin));
        all.add(new Route(
                "blockUsersDms",
                "POST /2/users/{id}/dm/block",
                user,
                write,
                rate(50, 0),
                call -> on.block(call, true)));
        all.add(new Route(
                "unblockUsersDms",
                "POST /2/users/{id}/dm/unblock",
                user,
                write,
                rate(50, 0),
                call -> on.block(call, false)));
    }

    private static void uploads(List<Route> all, Uploads on) {
        Route.Access user = Route.Access.USER;
        all.add(new Route(
                "initializeMediaUpload",
                "POST /2/media/upload/initialize",
                user,
                "media.write",
                rate(1875, 0),
                on::initialize));
        all.add(new Route(
                "appendMediaUpload",
                "POST /2/media/upload/{id}/append",
                user,
                "media.write",
                rate(1875, 0),
                on::append));
        all.add(new Route(
                "finalizeMediaUpload",
                "POST /2/media/upload/{id}/finalize",
                user,
                "media.write",
                rate(1875, 0),
                on::complete));
        all.add(new Route("mediaUpload", "POST /2/media/upload", user, "media.write", rate(500, 0), on::once));
        all.add(new Route(
                "getMediaUploadStatus", "GET /2/media/upload", user, "media.write", rate(1000, 0), on::status));
        all.add(new Route(
                "createMediaMetadata", "POST /2/media/metadata", user, "media.write", rate(500, 0), on::describe));
    }

    private static void webhooks(List<Route> all, Webhooks on) {
        Route.Access app = Route.Access.APP;
        all.add(new Route("createWebhooks", "POST /2/webhooks", app, "", rate(0, 450), on::create));
        all.add(new Route("getWebhooks", "GET /2/webhooks", app, "", rate(0, 450), on::list));
        all.add(new Route("validateWebhooks", "PUT /2/webhooks/{webhook_id}", app, "", rate(0, 450), on::validate));
        all.add(new Route("deleteWebhooks", "DELETE /2/webhooks/{webhook_id}", app, "", rate(0, 450), on::delete));
        all.add(new Route(
                "createActivitySubscription",
                "POST /2/activity/subscriptions",
                Route.Access.BOTH,
                "",
                rate(500, 500),
                on::subscribe));
        all.add(new Route(
                "getActivitySubscriptions",
                "GET /2/activity/subscriptions",
                Route.Access.BOTH,
                "",
                rate(500, 500),
                on::subscriptions));
        all.add(new Route(
                "deleteActivitySubscription",
                "DELETE /2/activity/subscriptions/{subscription_id}",
                app,
                "",
                rate(0, 500),
                on::unsubscribe));
    }

    private record Found(Route route, List<String> path) {}

    private Optional<Found> route(Exchange exchange) {
        for (Route route : routes) {
            Optional<List<String>> path = route.matches(exchange.method(), exchange.path());
            if (path.isPresent()) {
                return Optional.of(new Found(route, path.get()));
            }
        }
        return Optional.empty();
    }

    String operation(Exchange exchange) {
        return switch (exchange.path()) {
            case "/i/oauth2/authorize", "/2/oauth2/authorize" -> "authorize";
            case "/2/oauth2/token", "/oauth2/token" -> "token";
            case "/2/oauth2/revoke" -> "revoke";
            default -> route(exchange).map(found -> found.route().operation).orElse("unknown");
        };
    }

    Optional<String> account(Exchange exchange) {
        return grant(exchange).flatMap(grant -> world.user(grant.user())).map(user -> user.handle);
    }

    private Optional<Grants.Grant> grant(Exchange exchange) {
        String header = exchange.header("authorization").orElse("");
        return header.startsWith("Bearer ") ? grants.access(header.substring(7).strip()) : Optional.empty();
    }

    Reply answer(Exchange exchange) {
        String line = exchange.method() + " " + exchange.path();
        switch (line) {
            case "GET /i/oauth2/authorize", "GET /2/oauth2/authorize" -> {
                return authorisation.authorize(exchange);
            }
            case "POST /2/oauth2/token" -> {
                return authorisation.token(exchange);
            }
            case "POST /2/oauth2/revoke" -> {
                return authorisation.revoke(exchange);
            }
            case "POST /oauth2/token" -> {
                return authorisation.appToken(exchange);
            }
            default -> {
                return exchange.path().startsWith("/media/") ? uploads.file(exchange) : called(exchange);
            }
        }
    }

    private Reply called(Exchange exchange) {
        try {
            Grants.Grant grant = grant(exchange).orElseThrow(Refusal::unauthorized);
            Found found = route(exchange).orElseThrow(Refusal::noSuchRoute);
            Call.Principal principal = new Call.Principal(grant.user(), grant.client(), grant.scopes());
            RateLimits.Verdict verdict = limits.count(found.route(), principal);
            return within(verdict, found, principal, exchange).with(verdict.headers());
        } catch (Refusal refusal) {
            return refusal.reply();
        }
    }

    private Reply within(RateLimits.Verdict verdict, Found found, Call.Principal principal, Exchange exchange) {
        try {
            if (verdict.exceeded()) {
                throw Refusal.plain(429, "Too Many Requests", "Too Many Requests");
            }
            permit(found.route(), principal);
            return found.route()
                    .answer(new Call(exchange, principal, found.path(), new Parameters(exchange, settings.dialect())));
        } catch (Refusal refusal) {
            return refusal.reply();
        }
    }

    private static void permit(Route route, Call.Principal principal) {
        if (principal.isApp() && route.access == Route.Access.USER) {
            throw Refusal.userContextNeeded();
        }
        if (!principal.isApp() && route.access == Route.Access.APP) {
            throw Refusal.typed(
                    403,
                    "unsupported-authentication",
                    "Unsupported Authentication",
                    "Authenticating with OAuth 2.0 User Context is forbidden for this endpoint. Supported authentication "
                            + "types are [OAuth 2.0 Application-Only].");
        }
        Set<String> scopes = route.scopes;
        if (!principal.isApp() && !principal.scopes().containsAll(scopes)) {
            throw Refusal.forbidden("Forbidden");
        }
    }
}
