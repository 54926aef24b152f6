package org.parvis.simulator.facebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.simulation.Reply;

/** Answers requests to an object or one of its edges, for whoever may. Called with the world's lock held. */
final class Nodes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Grants grants;
    private final Lists lists;
    private final Rendering rendering;
    private final Writes writes;
    private final Uploads uploads;
    private final Insights insights;
    private final Webhooks webhooks;
    private final String base;

    Nodes(
            World world,
            Grants grants,
            Lists lists,
            Rendering rendering,
            Writes writes,
            Uploads uploads,
            Insights insights,
            Webhooks webhooks,
            String base) {
        this.world = world;
        this.grants = grants;
        this.lists = lists;
        this.rendering = rendering;
        this.writes = writes;
        this.uploads = uploads;
        this.insights = insights;
        this.webhooks = webhooks;
        this.base = base;
    }

    Reply answer(Call call) {
        String id = call.path().get(0);
        String edge = call.path().size() > 1 ? call.path().get(1) : "";
        if (call.grant().isApp()) {
            return webhooks.application(call, edge);
        }
        if (id.equals("me") && call.grant().page().isEmpty()) {
            return me(call, edge);
        }
        Thing thing = world.find(id.equals("me") ? call.grant().page() : id)
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

    /** A page's token sees what belongs to the page and what is public. */
    private static boolean isVisible(Thing thing, Call call) {
        boolean own = thing.page.equals(call.grant().page());
        return switch (thing.kind) {
            case PAGE, POST, COMMENT, VIDEO, PHOTO -> own || thing.published;
            case CONVERSATION, MESSAGE -> own;
            case PERSON -> true;
        };
    }

    private static void require(Call call, String scope) {
        if (!call.grant().scopes().contains(scope)) {
            throw Refusal.permission(scope);
        }
    }

    private static void requirePage(Thing thing, Call call) {
        if (!thing.page.equals(call.grant().page())) {
            throw Refusal.of(
                    403,
                    "OAuthException",
                    200,
                    0,
                    "(#200) This endpoint must be called with the token of the page it belongs to");
        }
    }

    private Reply me(Call call, String edge) {
        switch (edge) {
            case "accounts" -> {
                require(call, "pages_show_list");
                return accounts(call);
            }
            case "permissions" -> {
                return call.method().equals("DELETE") ? withdraw(call) : permissions(call);
            }
            case "" -> {
                return Reply.json(
                        200,
                        JSON.createObjectNode()
                                .put("name", "Somebody of the agency")
                                .put("id", "10000000000001"));
            }
            default -> throw Refusal.noSuchField(edge, "User");
        }
    }

    private Reply withdraw(Call call) {
        grants.end("", call.grant().login(), 458);
        return Reply.json(200, JSON.createObjectNode().put("success", true));
    }

    private static Reply permissions(Call call) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode data = answer.putArray("data");
        Login.SCOPES.stream().sorted().forEach(scope -> {
            if (call.grant().scopes().contains(scope)) {
                data.addObject().put("permission", scope).put("status", "granted");
            }
        });
        return Reply.json(200, answer);
    }

    private Reply accounts(Call call) {
        List<Thing> pages = world.pages().stream()
                .filter(page -> call.grant().pages().contains(page.id))
                .toList();
        String fields = call.parameter("fields").orElse("id,name,access_token,category,tasks");
        Grants.Grant own = call.grant();
        ObjectNode list = Paging.page(pages, call.parameters(), address(call), page -> {
            ObjectNode shown = rendering.show(page, fields, call);
            if (fields.contains("access_token")) {
                shown.put(
                        "access_token",
                        grants.issue(
                                new Grants.Grant(
                                        own.login(),
                                        page.id,
                                        own.pages(),
                                        own.scopes(),
                                        own.longLived(),
                                        own.longLived() ? 0 : own.expires()),
                                call.requestId()));
            }
            return shown;
        });
        return Reply.json(200, list);
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
        switch (edge) {
            case "insights", "video_insights" -> {
                require(call, "read_insights");
                requirePage(thing, call);
                return insights.of(thing, call);
            }
            case "subscribed_apps" -> {
                requirePage(thing, call);
                return webhooks.subscribed(thing, call);
            }
            case "comments" -> {
                require(call, "pages_read_engagement");
                return list(lists.comments(thing, call.parameters()), fields, call);
            }
            case "messages" -> {
                require(call, "pages_messaging");
                return list(world.messagesOf(thing.id), fields, call);
            }
            case "conversations" -> require(call, "pages_messaging");
            default -> require(call, "pages_read_engagement");
        }
        if (thing.kind != Thing.Kind.PAGE) {
            throw Refusal.noSuchField(edge, thing.kind.shown);
        }
        requirePage(thing, call);
        return list(lists.ofPage(thing, edge, call.parameters()), fields, call);
    }

    private Reply list(List<Thing> all, @org.jspecify.annotations.Nullable String fields, Call call) {
        Map<String, String> parameters = call.parameters();
        return Reply.json(
                200, Paging.page(all, parameters, address(call), thing -> rendering.show(thing, fields, call)));
    }

    private Reply write(Thing thing, String edge, Call call) {
        if (!edge.equals("likes") && !edge.equals("comments")) {
            requirePage(thing, call);
        }
        switch (edge) {
            case "comments", "likes" -> require(call, "pages_manage_engagement");
            case "messages" -> require(call, "pages_messaging");
            case "subscribed_apps" -> require(call, "pages_manage_metadata");
            case "" ->
                require(call, thing.kind == Thing.Kind.COMMENT ? "pages_manage_engagement" : "pages_manage_posts");
            default -> require(call, "pages_manage_posts");
        }
        return switch (edge) {
            case "" -> writes.update(thing, call);
            case "comments" -> writes.comment(thing, call);
            case "likes" -> writes.like(thing, call, true);
            case "feed" -> writes.feed(thing, call);
            case "photos" -> writes.photos(thing, call);
            case "photo_stories" -> writes.photoStory(thing, call);
            case "videos" -> uploads.videos(thing, call);
            case "video_reels", "video_stories" -> uploads.streamed(thing, edge, call);
            case "messages" -> writes.message(thing, call);
            case "subscribed_apps" -> webhooks.subscribe(thing, call);
            default -> throw Refusal.noSuchObject("post", thing.id + "/" + edge);
        };
    }

    private Reply remove(Thing thing, String edge, Call call) {
        if (edge.equals("likes")) {
            require(call, "pages_manage_engagement");
            return writes.like(thing, call, false);
        }
        requirePage(thing, call);
        if (edge.equals("subscribed_apps")) {
            require(call, "pages_manage_metadata");
            return webhooks.unsubscribe(thing, call);
        }
        require(call, thing.kind == Thing.Kind.COMMENT ? "pages_manage_engagement" : "pages_manage_posts");
        return writes.delete(thing, call);
    }
}
