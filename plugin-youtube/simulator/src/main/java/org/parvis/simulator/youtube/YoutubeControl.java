package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What can be done to the simulated YouTube from outside: strangers write, films are uploaded elsewhere, access is withdrawn,
 * budgets and metrics change. Called with the world's monitor held.
 */
final class YoutubeControl {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;
    private final Changes changes;
    private final Grants grants;
    private final Settings settings;
    private final Quotas quotas;
    private final Authorisation authorisation;
    private final UploadSessions uploads;
    private final Hub hub;

    YoutubeControl(
            World world,
            Changes changes,
            Grants grants,
            Settings settings,
            Quotas quotas,
            Authorisation authorisation,
            UploadSessions uploads,
            Hub hub) {
        this.world = world;
        this.changes = changes;
        this.grants = grants;
        this.settings = settings;
        this.quotas = quotas;
        this.authorisation = authorisation;
        this.uploads = uploads;
        this.hub = hub;
    }

    /** Restores what this interface changed, other than the world. */
    static void apply(Authorisation authorisation, JsonNode event) {
        if (event.path("event").asText().equals("app")) {
            authorisation.register(app(event));
        }
    }

    private static Authorisation.App app(JsonNode node) {
        List<String> redirects = new ArrayList<>();
        node.path("redirect_uris").forEach(uri -> redirects.add(uri.asText()));
        return new Authorisation.App(
                node.path("client_id").asText(),
                node.path("client_secret").asText(""),
                List.copyOf(redirects),
                node.path("any_loopback_redirect").asBoolean(false));
    }

    Optional<JsonNode> perform(String operation, JsonNode request) {
        return Optional.ofNullable(
                switch (operation) {
                    case "accounts" -> accounts();
                    case "apps" -> register(request);
                    case "strangers/post" -> write(request);
                    case "strangers/edit" -> edit(request);
                    case "strangers/delete" -> delete(request);
                    case "moderate" -> moderate(request);
                    case "comments" -> show(request);
                    case "seen" -> seen(request);
                    case "videos" -> film(request);
                    case "videos/delete" -> deleteFilm(request);
                    case "videos/figures" -> figures(request);
                    case "verify" -> verify(request);
                    case "uploads/keep" -> keep(request);
                    case "uploads/fail" -> fail(request);
                    case "uploads/forget" -> forget();
                    case "metrics/retire" -> retire(request);
                    case "revoke" -> revoke(request);
                    case "expire-token" -> expire(request);
                    case "limits" -> limit(request);
                    case "quotas" -> used(request);
                    case "settings" -> set(request);
                    case "hub" -> hub.counts();
                    default -> null;
                });
    }

    private ArrayNode accounts() {
        ArrayNode all = JSON.createArrayNode();
        world.channels().stream()
                .filter(channel -> channel.organization)
                .sorted(Comparator.comparing(channel -> channel.handle))
                .forEach(channel -> all.addObject()
                        .put("handle", channel.handle)
                        .put("id", channel.id)
                        .put("name", channel.title));
        return all;
    }

    private ObjectNode register(JsonNode request) {
        String client = required(request, "client_id");
        ObjectNode event = Changes.event("app").put("client_id", client);
        event.put("client_secret", request.path("client_secret").asText(""));
        event.put("any_loopback_redirect", request.path("any_loopback_redirect").asBoolean(false));
        event.set(
                "redirect_uris",
                request.path("redirect_uris").isArray() ? request.get("redirect_uris") : JSON.createArrayNode());
        authorisation.register(app(event));
        changes.controlled("apps", "", "", "", event);
        return JSON.createObjectNode().put("client_id", client);
    }

    private static String required(JsonNode request, String name) {
        if (!request.path(name).isTextual() || request.get(name).asText().isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" is missing.");
        }
        return request.get(name).asText();
    }

    private Channel account(JsonNode request) {
        String handle = required(request, "account");
        return world.handle(handle)
                .orElseThrow(() -> new IllegalArgumentException("Nobody is called @" + handle + "."));
    }

    /** Somebody who writes, new or known. */
    private Channel author(JsonNode request) {
        String given = required(request, "author");
        String handle = given.startsWith("@") ? given.substring(1) : given;
        if (!handle.matches("[\\w.-]{1,30}")) {
            throw new IllegalArgumentException("\"" + handle + "\" cannot be a handle on YouTube.");
        }
        Optional<Channel> known = world.handle(handle);
        if (known.isPresent()) {
            return known.get();
        }
        ObjectNode event =
                Changes.event("channel").put("id", "UC" + world.random(22)).put("handle", handle);
        event.put("title", handle).put("at", world.now());
        changes.controlled("channel", "", event.get("id").asText(), "", event);
        return world.handle(handle).orElseThrow();
    }

    /** A comment under a film ({@code video}), or a reply ({@code inReplyTo}). */
    private ObjectNode write(JsonNode request) {
        Channel author = author(request);
        String text = request.path("text").asText("");
        String thread = null;
        String video;
        if (request.hasNonNull("inReplyTo")) {
            Comment above = comment(request, "inReplyTo");
            thread = above.thread;
            video = above.video;
        } else {
            video = video(request).id;
        }
        ObjectNode event = CommentActions.comment(world, video, thread, author.id, text);
        event.put("listedAt", world.now() + settings.consistencyMillis());
        event.put("status", request.path("moderationStatus").asText("published"));
        String id = event.get("id").asText();
        changes.controlled("strangers/post", author.id, id, text, event);
        ObjectNode answer = JSON.createObjectNode().put("id", id).put("authorId", author.id);
        return answer.put("conversationId", event.get("thread").asText()).put("createdAt", Rendering.time(world.now()));
    }

    private Comment comment(JsonNode request, String name) {
        String id = required(request, name);
        return world.comment(id).orElseThrow(() -> new IllegalArgumentException("There is no comment " + id + "."));
    }

    private Video video(JsonNode request) {
        String id = required(request, "video");
        return world.video(id).orElseThrow(() -> new IllegalArgumentException("There is no film " + id + "."));
    }

    private ObjectNode edit(JsonNode request) {
        Comment comment = comment(request, "id");
        String text = required(request, "text");
        ObjectNode event = Changes.event("comment.edited").put("id", comment.id);
        changes.controlled(
                "strangers/edit",
                comment.author,
                comment.id,
                text,
                event.put("text", text).put("at", world.now()));
        return JSON.createObjectNode().put("id", comment.id);
    }

    private ObjectNode delete(JsonNode request) {
        Comment comment = comment(request, "id");
        ObjectNode event =
                Changes.event("comment.deleted").put("id", comment.id).put("at", world.now());
        changes.controlled("strangers/delete", comment.author, comment.id, "", event);
        return JSON.createObjectNode().put("id", comment.id);
    }

    /** How a comment stands. */
    private ObjectNode show(JsonNode request) {
        Comment comment = comment(request, "id");
        ObjectNode node = JSON.createObjectNode().put("id", comment.id).put("text", comment.text);
        return node.put("moderationStatus", comment.moderation).put("authorId", comment.author);
    }

    /** How many films and comments of a channel others see that hold a text. */
    private ObjectNode seen(JsonNode request) {
        Channel channel = account(request);
        String text = required(request, "text");
        long now = world.now();
        long films = world.videosOf(channel.id).stream()
                .filter(video -> video.uploadStatus(now).equals("processed"))
                .filter(video -> video.snippet.toString().contains(text))
                .count();
        long comments = world.commentsBy(channel.id).stream()
                .filter(comment -> comment.moderation.equals("published") && comment.text.contains(text))
                .count();
        return JSON.createObjectNode().put("films", films).put("comments", comments);
    }

    /** YouTube itself, or the owner in YouTube Studio, sorts a comment. */
    private ObjectNode moderate(JsonNode request) {
        Comment comment = comment(request, "id");
        String status = required(request, "moderationStatus");
        if (!Set.of("published", "heldForReview", "likelySpam", "rejected").contains(status)) {
            throw new IllegalArgumentException("\"" + status + "\" is no state of moderation.");
        }
        ObjectNode event =
                Changes.event("comment.moderated").put("id", comment.id).put("status", status);
        changes.controlled("moderate", comment.author, comment.id, status, event);
        return JSON.createObjectNode().put("id", comment.id);
    }

    /** A film that its owner uploads elsewhere. */
    private ObjectNode film(JsonNode request) {
        Channel channel = account(request);
        ObjectNode event = Changes.event("video").put("id", world.random(11)).put("channel", channel.id);
        event.put("at", world.now()).put("listedAt", world.now() + settings.consistencyMillis());
        ObjectNode snippet = event.putObject("snippet").put("title", required(request, "title"));
        snippet.put("description", request.path("description").asText("")).put("categoryId", "22");
        event.putObject("status").put("privacyStatus", request.path("privacy").asText("public"));
        String id = event.get("id").asText();
        changes.controlled("videos", channel.id, id, request.get("title").asText(), event);
        return JSON.createObjectNode().put("id", id);
    }

    private ObjectNode deleteFilm(JsonNode request) {
        Video video = video(request);
        ObjectNode event = Changes.event("video.deleted").put("id", video.id).put("channel", video.channel);
        changes.controlled("videos/delete", video.channel, video.id, "", event.put("at", world.now()));
        return JSON.createObjectNode().put("id", video.id);
    }

    private ObjectNode figures(JsonNode request) {
        Video video = video(request);
        ObjectNode event = Changes.event("video.figures").put("id", video.id);
        for (String name : List.of("views", "likes", "commentsDisabled")) {
            if (request.hasNonNull(name)) {
                event.set(name, request.get(name));
            }
        }
        changes.controlled("videos/figures", video.channel, video.id, "", event);
        return JSON.createObjectNode().put("views", video.views).put("likes", video.likes);
    }

    private ObjectNode verify(JsonNode request) {
        Channel channel = account(request);
        boolean on = request.path("on").asBoolean(true);
        ObjectNode event =
                Changes.event("channel.verified").put("id", channel.id).put("on", on);
        changes.controlled("verify", channel.id, channel.id, "", event);
        return JSON.createObjectNode().put("verified", on);
    }

    private ObjectNode keep(JsonNode request) {
        uploads.keepAtMost(request.path("bytes").asLong(0));
        return JSON.createObjectNode();
    }

    private ObjectNode fail(JsonNode request) {
        uploads.nextFails(
                request.path("failureReason").asText(""),
                request.path("rejectionReason").asText(""));
        return JSON.createObjectNode();
    }

    private ObjectNode forget() {
        uploads.forget();
        return JSON.createObjectNode();
    }

    private ObjectNode retire(JsonNode request) {
        String metric = required(request, "metric");
        if (request.path("back").asBoolean(false)) {
            settings.retired().remove(metric);
        } else {
            settings.retired().add(metric);
        }
        return JSON.createObjectNode();
    }

    private ObjectNode revoke(JsonNode request) {
        grants.revokeChannel(account(request).id);
        return JSON.createObjectNode();
    }

    private ObjectNode expire(JsonNode request) {
        grants.expire(account(request).id);
        return JSON.createObjectNode();
    }

    private ObjectNode limit(JsonNode request) {
        if (request.has("lifted")) {
            settings.limited(!request.get("lifted").asBoolean());
        }
        request.path("quotas")
                .properties()
                .forEach(each -> quotas.limit(each.getKey(), each.getValue().asLong()));
        return JSON.createObjectNode().put("limited", settings.limited());
    }

    private ObjectNode used(JsonNode request) {
        String client = request.path("client_id").asText(settings.text("client-id", "parvis-demo"));
        ObjectNode used = JSON.createObjectNode();
        for (String bucket : List.of("units", "videos.insert", "search.list")) {
            used.put(bucket, quotas.used(client, bucket));
        }
        return used;
    }

    private ObjectNode set(JsonNode request) {
        request.properties().forEach(setting -> {
            JsonNode value = setting.getValue();
            settings.set(setting.getKey(), value.isBoolean() ? value.asBoolean() ? "on" : "off" : value.asText());
        });
        return JSON.createObjectNode();
    }
}
