package org.parvis.simulator.instagram;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parvis.simulation.Reply;

/** Answers requests to an object or one of its edges, for whoever may. Called with the world's lock held. */
final class Nodes {

    private final World world;
    private final Lists lists;
    private final Rendering rendering;
    private final Writes writes;
    private final Containers containers;
    private final Insights insights;
    private final Webhooks webhooks;
    private final FacebookPages pages;
    private final String base;

    Nodes(
            World world,
            Lists lists,
            Rendering rendering,
            Writes writes,
            Containers containers,
            Insights insights,
            Webhooks webhooks,
            FacebookPages pages,
            String base) {
        this.world = world;
        this.lists = lists;
        this.rendering = rendering;
        this.writes = writes;
        this.containers = containers;
        this.insights = insights;
        this.webhooks = webhooks;
        this.pages = pages;
        this.base = base;
    }

    Reply answer(Call call) {
        String id = call.path().get(0);
        String edge = call.path().size() > 1 ? call.path().get(1) : "";
        if (call.grant().isApp()) {
            return webhooks.application(call, edge);
        }
        Optional<Reply> before = pages.answer(call);
        if (before.isPresent()) {
            return before.get();
        }
        Thing thing = world.find(pages.meant(id, edge, call))
                .filter(found -> found.exists(world.now()))
                .filter(found -> isVisible(found, call))
                .orElseThrow(() -> Refusal.noSuchObject(call.method(), id));
        return switch (call.method()) {
            case "GET" -> read(thing, edge, call);
            case "POST" -> write(thing, edge, call);
            case "DELETE" -> remove(thing, edge, call);
            default -> throw Refusal.noSuchObject(call.method(), id);
        };
    }

    /** An account's token sees what belongs to the account, and media that tag it. */
    private static boolean isVisible(Thing thing, Call call) {
        String account = call.grant().page();
        return thing.page.equals(account) || thing.kind == Thing.Kind.PERSON || thing.tagged.contains(account);
    }

    /** A permission by its name with Instagram Login; with Facebook Login it has another. */
    private static void require(Call call, String permission) {
        String scope = call.grant().facebook()
                ? permission.replace("instagram_business_", "instagram_")
                : permission;
        if (!call.grant().scopes().contains(scope)) {
            throw Refusal.permission(scope);
        }
    }

    /** What only Facebook Login has. */
    private static void requireFacebook(Thing thing, String edge, Call call) {
        if (!call.grant().facebook()) {
            throw Refusal.noSuchObject(call.method(), thing.id + "/" + edge);
        }
    }

    private static void requireSubscribing(Call call) {
        if (call.grant().facebook()) {
            require(call, "pages_manage_metadata");
        }
    }

    private static void requirePage(Thing thing, Call call) {
        if (!thing.page.equals(call.grant().page())) {
            throw Refusal.of(
                    403,
                    "OAuthException",
                    200,
                    0,
                    "(#200) This endpoint must be called with the token of the account it belongs to");
        }
    }

    private String address(Call call) {
        StringBuilder address =
                new StringBuilder(base).append('/').append(call.version()).append('/');
        address.append(String.join("/", call.path())).append('?');
        call.parameters().forEach((name, value) -> {
            if (!Set.of("limit", "after", "before", "access_token", "appsecret_proof")
                    .contains(name)) {
                address.append(name).append('=').append(Paging.encode(value)).append('&');
            }
        });
        return address.toString();
    }

    private Reply read(Thing thing, String edge, Call call) {
        String fields = call.parameter("fields").orElse(null);
        if (edge.isEmpty()) {
            return Reply.json(200, rendering.show(thing, fields, call));
        }
        requirePage(thing, call);
        switch (edge) {
            case "insights" -> {
                require(call, "instagram_business_manage_insights");
                return insights.of(thing, call);
            }
            case "subscribed_apps" -> {
                return webhooks.subscribed(thing, call);
            }
            case "comments", "replies" -> {
                require(call, "instagram_business_manage_comments");
                return list(lists.comments(thing), fields, call);
            }
            case "messages" -> {
                require(call, "instagram_business_manage_messages");
                return list(lists.messages(thing), fields, call);
            }
            case "content_publishing_limit" -> {
                require(call, "instagram_business_content_publish");
                return containers.limit(thing);
            }
            case "conversations" -> require(call, "instagram_business_manage_messages");
            default -> require(call, "instagram_business_basic");
        }
        if (thing.kind != Thing.Kind.PAGE) {
            throw Refusal.noSuchField(edge, thing.kind.shown);
        }
        return list(lists.ofPage(thing, edge, call.parameters()), fields, call);
    }

    private Reply list(List<Thing> all, @org.jspecify.annotations.Nullable String fields, Call call) {
        Map<String, String> parameters = call.parameters();
        return Reply.json(
                200, Paging.page(all, parameters, address(call), thing -> rendering.show(thing, fields, call)));
    }

    private Reply write(Thing thing, String edge, Call call) {
        requirePage(thing, call);
        return switch (edge) {
            case "" -> {
                require(call, "instagram_business_manage_comments");
                yield writes.update(thing, call);
            }
            case "comments", "replies" -> {
                require(call, "instagram_business_manage_comments");
                yield writes.comment(thing, edge, call);
            }
            case "media" -> {
                require(call, "instagram_business_content_publish");
                yield containers.create(thing, call);
            }
            case "media_publish" -> {
                require(call, "instagram_business_content_publish");
                yield containers.publish(thing, call);
            }
            case "messages" -> {
                require(call, "instagram_business_manage_messages");
                yield writes.message(thing, call);
            }
            case "subscribed_apps" -> {
                requireSubscribing(call);
                yield webhooks.subscribe(thing, call);
            }
            case "mentions" -> {
                requireFacebook(thing, edge, call);
                require(call, "instagram_business_manage_comments");
                yield writes.mention(thing, call);
            }
            default -> throw Refusal.noSuchObject("post", thing.id + "/" + edge);
        };
    }

    /** Comments; media with Facebook Login alone. */
    private Reply remove(Thing thing, String edge, Call call) {
        requirePage(thing, call);
        if (edge.equals("subscribed_apps")) {
            return webhooks.unsubscribe(thing, call);
        }
        if (thing.kind == Thing.Kind.POST && call.grant().facebook()) {
            require(call, "instagram_manage_contents");
            return writes.delete(thing, call);
        }
        if (thing.kind != Thing.Kind.COMMENT) {
            throw Refusal.noSuchObject("delete", thing.id);
        }
        require(call, "instagram_business_manage_comments");
        return writes.delete(thing, call);
    }
}
