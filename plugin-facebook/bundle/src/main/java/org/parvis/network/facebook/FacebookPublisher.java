package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.Sent;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Publishes. Facebook takes no key against doing so twice. Whatever nobody sees yet (a picture that waits for its post, an
 * upload session) may be made again; what makes something appear is sent once, and looked up where its answer is lost.
 */
final class FacebookPublisher implements Publisher {

    private static final Duration SCHEDULE_GRACE = Duration.ofHours(2);

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        if (variant.replyTo() != null) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Facebook has no threads of posts");
        }
        PostOptions options = PostOptions.of(variant);
        List<Violation> violations = new ArrayList<>(validate(variant));
        options.tooSoonOrLate(call.clock().instant()).ifPresent(violations::add);
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        return switch (variant.format()) {
            case "text", "link" -> feed(call, variant, options, List.of());
            case "image" -> photo(call, variant, options);
            case "images" -> photos(call, variant, options);
            case "video", "reel" -> new VideoUpload(call, variant).begin(options);
            case "story" -> story(call, variant, options);
            default ->
                throw new NetworkException(
                        ErrorKind.UNSUPPORTED, "Facebook has no format \"" + variant.format() + "\"");
        };
    }

    private static PublishOutcome feed(NetworkCall call, Variant variant, PostOptions options, List<String> photos)
            throws NetworkException {
        Graph graph = new Graph(call);
        Map<String, String> form = new LinkedHashMap<>();
        if (!variant.text().isBlank()) {
            form.put("message", variant.text());
        }
        if (options.link() != null) {
            form.put("link", options.link().toString());
        }
        for (int i = 0; i < photos.size(); i++) {
            form.put("attached_media[" + i + "]", "{\"media_fbid\":\"" + photos.get(i) + "\"}");
        }
        options.schedule(form);
        JsonNode answer = graph.create(Operations.POST_CREATE, graph.page("feed"), form);
        return out(call, Graph.createdId(Operations.POST_CREATE, answer, "id"), options);
    }

    private static PublishOutcome photo(NetworkCall call, Variant variant, PostOptions options)
            throws NetworkException {
        Graph graph = new Graph(call);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("caption", variant.text());
        options.schedule(form);
        JsonNode answer = graph.create(
                Operations.PHOTO_CREATE,
                graph.page("photos"),
                Photos.form(call, variant.media().get(0), form));
        return out(call, Graph.createdId(Operations.PHOTO_CREATE, answer, "post_id", "id"), options);
    }

    private static PublishOutcome photos(NetworkCall call, Variant variant, PostOptions options)
            throws NetworkException {
        List<String> ids = new ArrayList<>();
        for (MediaRef media : variant.media()) {
            ids.add(Photos.stage(call, media, options.scheduledAt() != null));
        }
        return feed(call, variant, options, ids);
    }

    private static PublishOutcome story(NetworkCall call, Variant variant, PostOptions options)
            throws NetworkException {
        MediaRef media = variant.media().get(0);
        if (media.type().startsWith("video/")) {
            return new VideoUpload(call, variant).begin(options);
        }
        String photo = Photos.stage(call, media, false);
        Graph graph = new Graph(call);
        JsonNode answer = graph.create(Operations.STORY_CREATE, graph.page("photo_stories"), Map.of("photo_id", photo));
        RemoteId id = Graph.createdId(Operations.STORY_CREATE, answer, "post_id");
        return new PublishOutcome.Published(id, null, call.clock().instant());
    }

    /** It is out, or Facebook will show it when its time has come. */
    private static PublishOutcome out(NetworkCall call, RemoteId id, PostOptions options) throws NetworkException {
        Instant now = call.clock().instant();
        if (options.scheduledAt() == null) {
            return new PublishOutcome.Published(id, permalink(id), now);
        }
        return scheduled(id, options.scheduledAt(), now);
    }

    static PublishOutcome.Pending scheduled(RemoteId id, Instant at, Instant now) {
        String token = UploadState.ofScheduled(id, at).encode();
        Duration wait = Duration.between(now, at).plusSeconds(30);
        return new PublishOutcome.Pending(
                new ResumeToken(token),
                wait.compareTo(Duration.ofSeconds(30)) < 0 ? Duration.ofSeconds(30) : wait,
                at.plus(SCHEDULE_GRACE));
    }

    /** Facebook leads from this address to the post, whatever the page is called by then. */
    static @Nullable URI permalink(RemoteId id) {
        return Addresses.read("https://www.facebook.com/" + Addresses.segment(id.value()));
    }

    @Override
    public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
        UploadState state = UploadState.decode(token.value());
        return state.stage() == UploadState.Stage.SCHEDULED
                ? appeared(call, state)
                : new VideoUpload(call, variant).go(state);
    }

    /** Whether Facebook has shown a scheduled post. */
    private static PublishOutcome appeared(NetworkCall call, UploadState state) throws NetworkException {
        RemoteId id = new RemoteId(state.video());
        JsonNode post = new Graph(call)
                .read(
                        Operations.LOOKUP,
                        Graph.path(id),
                        Map.of("fields", "id,is_published,created_time,permalink_url,scheduled_publish_time"));
        if (!Json.flag(false, post, "is_published")) {
            Instant at = Json.whole(post, "scheduled_publish_time")
                    .map(Instant::ofEpochSecond)
                    .orElseGet(() -> Objects.requireNonNull(state.at(), "a scheduled post has its time"));
            return scheduled(id, at, call.clock().instant());
        }
        URI shown = Addresses.read(Json.text(post, "permalink_url"));
        return new PublishOutcome.Published(
                id,
                shown == null ? permalink(id) : shown,
                Json.time(post, "created_time").orElse(call.clock().instant()));
    }

    /** Whatever has a token goes on by it: every further step asks first how the film stands, and may be taken again. */
    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
            throws NetworkException {
        Optional<UploadState> known = token == null ? Optional.empty() : UploadState.read(token.value());
        if (known.isPresent()) {
            return new Reconciliation.Underway(onward(known.get(), call.clock().instant()));
        }
        return new Search(call, variant, notBefore).run();
    }

    private static PublishOutcome.Pending onward(UploadState state, Instant now) {
        Instant at = state.at();
        return state.stage() == UploadState.Stage.SCHEDULED && at != null
                ? scheduled(new RemoteId(state.video()), at, now)
                : VideoUpload.pending(state, VideoUpload.AT_ONCE);
    }

    @Override
    public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        new Graph(call).delete(Operations.DELETE, Graph.path(publication));
    }

    /** The text only; Facebook changes nothing else of a post, and only what the page itself wrote. */
    @Override
    public void edit(NetworkCall call, RemoteId publication, Variant variant) throws NetworkException {
        if (variant.format().equals("story")) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Facebook does not let one change stories");
        }
        new Graph(call).settle(Operations.POST_EDIT, Graph.path(publication), Map.of("message", variant.text()));
    }

    @Override
    public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        JsonNode answer = new Graph(call)
                .create(Operations.COMMENT_CREATE, Graph.path(publication, "comments"), Map.of("message", text));
        return FacebookResponder.sent(call, Operations.COMMENT_CREATE, answer, "id");
    }

    @Override
    public List<Violation> validate(Variant variant) {
        List<Violation> violations = new ArrayList<>(PostOptions.violations(variant));
        if (variant.format().equals("text") && variant.text().isBlank()) {
            violations.add(new Violation("text", "text.required", "A post without files or link needs a text"));
        }
        boolean film = variant.format().equals("video") || variant.format().equals("reel");
        boolean needsFile = film || List.of("image", "images", "story").contains(variant.format());
        if (needsFile && variant.media().isEmpty()) {
            violations.add(new Violation("media", "media.required", "This format needs a file"));
        }
        if (!needsFile && !variant.media().isEmpty()) {
            violations.add(new Violation("media", "media.unsupported", "This format takes no files"));
        }
        if (variant.replyTo() != null) {
            violations.add(new Violation("replyTo", "thread.unsupported", "Facebook has no threads of posts"));
        }
        if (variant.format().equals("story") && !variant.text().isBlank()) {
            violations.add(new Violation("text", "text.unsupported", "A story on Facebook takes no text"));
        }
        return violations;
    }
}
