package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Reply;

/**
 * Containers: made from an address that is really fetched, worked on for a while, published once within a day. Files are
 * fetched from this machine only, and without the world's lock.
 */
final class Containers {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LIFE = Duration.ofHours(24).toMillis();
    private static final int LARGEST_PICTURE = 8 << 20;
    private static final int LONGEST_CAPTION = 2_200;

    private final World world;
    private final Changes changes;
    private final Settings settings;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<String, Fetched> fetched = new ConcurrentHashMap<>();

    Containers(World world, Changes changes, Settings settings) {
        this.world = world;
        this.changes = changes;
        this.settings = settings;
    }

    /** A file as it came; {@code status} 0 where nobody answered. */
    private record Fetched(int status, String type, byte[] bytes) {}

    /** Fetches what a new container is to be made of. */
    void fetch(Call call) {
        boolean container = call.method().equals("POST")
                && call.path().size() == 2
                && call.path().get(1).equals("media");
        String address = call.parameter("image_url")
                .or(() -> call.parameter("video_url"))
                .orElse("");
        if (container && !address.isEmpty()) {
            fetched.put(call.requestId(), fetch(address));
        }
    }

    private Fetched fetch(String address) {
        try {
            URI uri = URI.create(address);
            if (!"http".equals(uri.getScheme()) || !LOOPBACK.contains(String.valueOf(uri.getHost()))) {
                return new Fetched(0, "", new byte[0]);
            }
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Fetched(
                    answer.statusCode(),
                    answer.headers().firstValue("content-type").orElse(""),
                    answer.body());
        } catch (IOException | IllegalArgumentException e) {
            return new Fetched(0, "", new byte[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Fetched(0, "", new byte[0]);
        }
    }

    /** {@code POST /{ig}/media}. */
    Reply create(Thing account, Call call) {
        Fetched file = fetched.remove(call.requestId());
        String type = call.parameter("media_type").orElse("IMAGE");
        boolean child = call.flag("is_carousel_item", false);
        boolean film = call.parameter("video_url").isPresent();
        ObjectNode event = Changes.event("container").put("id", Long.toString(world.nextNumber()));
        event.put("page", account.id).put("author", account.id).put("createdAt", world.now());
        event.put("text", caption(call))
                .put("alternative", call.parameter("alt_text").orElse(""));
        if (type.equals("CAROUSEL")) {
            children(account, call, event);
        } else if (!Set.of("IMAGE", "VIDEO", "REELS", "STORIES").contains(type) || type.equals("VIDEO") && !child) {
            throw publishing(100, 2207023, "The media type " + type + " is unknown.");
        } else {
            check(file, film, type.equals("STORIES"), event);
            String kind = film ? "video" : "image";
            event.put(
                    "media",
                    child ? "child-" + kind : type.equals("STORIES") ? "story-" + kind : film ? "reel" : "image");
            event.put("picture", call.parameter("image_url").orElseGet(() -> call.required("video_url")));
        }
        boolean slow = film || type.equals("CAROUSEL");
        event.put("readyAt", world.now() + (slow ? settings.processingMillis() : 0));
        changes.kept(event, call.requestId());
        return Reply.json(200, JSON.createObjectNode().put("id", event.get("id").asText()));
    }

    private static String caption(Call call) {
        String caption = call.parameter("caption").orElse("");
        long tags = caption.chars().filter(c -> c == '#').count();
        long names = caption.chars().filter(c -> c == '@').count();
        if (caption.length() > LONGEST_CAPTION || tags > 30 || names > 20) {
            throw publishing(36004, 2207010, "The caption was too long.");
        }
        return caption;
    }

    private void children(Thing account, Call call, ObjectNode event) {
        List<String> ids =
                List.of(call.required("children").replaceAll("[\\[\\]\" ]", "").split(","));
        if (ids.size() < 2 || ids.size() > 10) {
            throw publishing(100, 2207028, "Your post won't work as a carousel. Carousels need 2 to 10 photos/videos.");
        }
        ArrayNode children = event.putArray("children");
        for (String id : ids) {
            Thing child = container(account, id);
            if (!child.media.startsWith("child-")) {
                throw publishing(24, 2207006, "The media with " + id + " cannot be found.");
            }
            if (!status(child).equals("FINISHED")) {
                throw publishing(9007, 2207027, "The media is not ready for publishing, please wait for a moment.");
            }
            children.add(id);
        }
        event.put("media", "carousel").put("picture", container(account, ids.get(0)).picture);
    }

    /** Pictures are judged at once; films while they are worked on. */
    private void check(@Nullable Fetched file, boolean film, boolean story, ObjectNode event) {
        if (file == null) {
            throw publishing(100, 2207023, "Neither image_url nor video_url was given.");
        }
        if (file.status() != 200) {
            throw publishing(9004, 2207052, "Only photo or video can be accepted as media type.");
        }
        if (film) {
            boolean readable = file.type().startsWith("video/") && isFilm(file.bytes());
            if (!readable || settings.flag("films-fail", false)) {
                event.put("failure", "Error: 2207026: The video format is not supported.");
            }
            return;
        }
        if (file.bytes().length > LARGEST_PICTURE) {
            throw publishing(36000, 2207004, "The image is too large to download. It should be less than 8 MiB.");
        }
        BufferedImage picture = picture(file);
        if (picture == null) {
            throw publishing(36001, 2207005, "The image format is not supported.");
        }
        double ratio = (double) picture.getWidth() / picture.getHeight();
        if (!story && (ratio < 0.79 || ratio > 1.92)) {
            throw publishing(
                    36003, 2207009, "The submitted image with aspect ratio " + ratio + " cannot be published.");
        }
    }

    private static boolean isFilm(byte[] bytes) {
        return bytes.length > 12 && new String(bytes, 4, 4, StandardCharsets.US_ASCII).equals("ftyp");
    }

    private static @Nullable BufferedImage picture(Fetched file) {
        boolean jpeg = file.bytes().length > 3 && (file.bytes()[0] & 0xff) == 0xff && (file.bytes()[1] & 0xff) == 0xd8;
        if (!file.type().startsWith("image/jpeg") || !jpeg) {
            return null;
        }
        try {
            return ImageIO.read(new ByteArrayInputStream(file.bytes()));
        } catch (IOException e) {
            return null;
        }
    }

    private Thing container(Thing account, String id) {
        return world.find(id)
                .filter(thing -> thing.kind == Thing.Kind.CONTAINER && thing.page.equals(account.id))
                .orElseThrow(() -> publishing(24, 2207006, "The media with " + id + " cannot be found."));
    }

    String status(Thing container) {
        if (!container.post.isEmpty()) {
            return "PUBLISHED";
        }
        if (world.now() >= container.createdAt + LIFE) {
            return "EXPIRED";
        }
        if (world.now() < container.readyAt) {
            return "IN_PROGRESS";
        }
        return container.failure.isEmpty() ? "FINISHED" : "ERROR";
    }

    String sentence(Thing container) {
        return switch (status(container)) {
            case "ERROR" -> container.failure;
            case "FINISHED" -> "Finished: Media has been uploaded and it is ready to be published.";
            case "IN_PROGRESS" -> "In Progress: Media is still being processed.";
            case "PUBLISHED" -> "Published: Media has been successfully published.";
            default -> "Expired: Media was not published within 24 hours.";
        };
    }

    /** {@code POST /{ig}/media_publish}. */
    Reply publish(Thing account, Call call) {
        Thing container = container(account, call.required("creation_id"));
        if (container.media.startsWith("child-")) {
            throw publishing(24, 2207006, "The media with " + container.id + " cannot be found.");
        }
        switch (status(container)) {
            case "FINISHED" -> {}
            case "EXPIRED" -> throw publishing(-2, 2207020, "The media you are trying to access has expired.");
            case "IN_PROGRESS" ->
                throw publishing(9007, 2207027, "The media is not ready for publishing, please wait for a moment.");
            case "PUBLISHED" -> throw publishing(24, 2207006, "The media with " + container.id + " cannot be found.");
            default -> throw publishing(352, 2207026, "The video format is not supported.");
        }
        if (usage(account) >= total()) {
            throw publishing(9, 2207042, "You reached maximum number of posts that is allowed to be published.");
        }
        ObjectNode post = Changes.event("post").put("id", Long.toString(world.nextNumber()));
        String id = post.get("id").asText();
        post.put("page", account.id).put("author", account.id).put("text", container.text);
        post.put("media", container.media).put("picture", container.picture);
        post.put("alternative", container.alternative).put("published", true);
        container.children.forEach(post.putArray("children")::add);
        post.put("createdAt", world.now()).put("listedAt", world.now() + settings.consistencyMillis());
        changes.kept(Changes.event("used").put("id", container.id).put("post", id), call.requestId());
        changes.accepted(account.id, "post.media_publish", id, container.text, post, call.requestId());
        return Reply.json(200, JSON.createObjectNode().put("id", id));
    }

    private long total() {
        return settings.number("posts-a-day", 100);
    }

    private long usage(Thing account) {
        long since = world.now() - LIFE;
        List<Thing> used = new ArrayList<>(world.ofPage(account.id, thing -> thing.kind == Thing.Kind.CONTAINER));
        used.removeIf(container -> container.post.isEmpty()
                || world.find(container.post)
                        .filter(post -> post.createdAt > since)
                        .isEmpty());
        return used.size();
    }

    /** {@code GET /{ig}/content_publishing_limit}. */
    Reply limit(Thing account) {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode one = answer.putArray("data").addObject().put("quota_usage", usage(account));
        one.putObject("config").put("quota_total", total()).put("quota_duration", LIFE / 1000);
        return Reply.json(200, answer);
    }

    private static Refusal publishing(int code, int subcode, String message) {
        return Refusal.of(400, "OAuthException", code, subcode, message);
    }
}
