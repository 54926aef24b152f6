package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
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
import org.parvis.spi.TextMeasure;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Publishes texts, pictures, films and polls. X takes no key against doing so twice; what became of a post without an answer is found by its text in the
 * account's own list.
 */
final class TwitterPublisher implements Publisher {
    /** Clocks differ; a post may bear a time a little before the moment at which it left here. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);

    /** X lists the last 3,200 posts, 100 in a page. */
    private static final int MOST_PAGES = 32;

    /** What must be left of a call's time before another part of a file is begun. */
    private static final Duration RESERVE = Duration.ofSeconds(10);

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        if (call.descriptor().format(variant.format()).isEmpty()) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Posts on X have no format " + variant.format());
        }
        List<Violation> violations = validate(variant);
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        ObjectNode body = PostOptions.apply(body(variant.text(), variant.replyTo()), variant);
        return proceed(call, Draft.of(body, variant, call.clock().instant()));
    }

    @Override
    public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
        return proceed(call, Draft.read(variant, token));
    }

    /**
     * Files first, as long as there is time, and at least one step, so that a short limit makes it slow and not endless; the
     * post itself is the last request, and the only one that must not be repeated.
     */
    private static PublishOutcome proceed(NetworkCall call, Draft begun) throws NetworkException {
        TwitterMedia media = new TwitterMedia(call);
        Draft draft = begun;
        boolean moved = false;
        for (int i = 0; i < draft.files().size(); ) {
            call.checkActive();
            if (moved && call.clock().instant().isAfter(call.deadline().minus(RESERVE))) {
                return draft.pending(Duration.ZERO);
            }
            TwitterMedia.Progress progress = media.step(draft.files().get(i));
            moved |= progress.file() != draft.files().get(i);
            draft = draft.with(i, progress.file());
            if (progress.pause() != null) {
                return draft.pending(progress.pause());
            }
            if (progress.file().stage() == Draft.Stage.READY) {
                i++;
            }
        }
        ObjectNode body = draft.body().deepCopy();
        if (!draft.files().isEmpty()) {
            ArrayNode ids = body.putObject("media").putArray("media_ids");
            draft.files().forEach(file -> ids.add(file.remote()));
        }
        Created created = create(call, body);
        return new PublishOutcome.Published(created.id(), permalink(call, created.id()), created.at());
    }

    @Override
    public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        Created created = create(call, text, publication);
        return new Sent(created.id(), created.at());
    }

    /** A post that X has taken. */
    record Created(RemoteId id, Instant at) {}

    /** Sends one post; for answers and for posts of their own alike. */
    static Created create(NetworkCall call, String text, @Nullable RemoteId parent) throws NetworkException {
        return create(call, body(text, parent));
    }

    private static ObjectNode body(String text, @Nullable RemoteId parent) {
        ObjectNode body = Json.object();
        if (!text.isBlank()) {
            body.put("text", text);
        }
        if (parent != null) {
            body.putObject("reply").put("in_reply_to_tweet_id", parent.value());
        }
        return body;
    }

    private static Created create(NetworkCall call, ObjectNode body) throws NetworkException {
        JsonNode answer = new TwitterWire(call).create(Operations.POSTS_CREATE, "/2/tweets", body);
        return new Created(
                createdId(Operations.POSTS_CREATE, answer, "id"), call.clock().instant());
    }

    /** The id in a success; without one nobody knows what was made, and it must be looked up. */
    static RemoteId createdId(String operation, JsonNode answer, String... names) throws NetworkException {
        String id = Json.id(Json.at(answer, "data"), names);
        if (id == null) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "X answered " + operation + " without saying an id");
        }
        return new RemoteId(id);
    }

    private static @Nullable URI permalink(NetworkCall call, RemoteId id) {
        return Addresses.read(
                "https://x.com/" + Addresses.segment(call.account().handle()) + "/status/" + id.value());
    }

    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
            throws NetworkException {
        Instant from = notBefore.minus(CLOCK_TOLERANCE).truncatedTo(ChronoUnit.SECONDS);
        Search search = new Search(call, variant, from);
        String page = null;
        for (int i = 0; i < MOST_PAGES; i++) {
            call.checkActive();
            JsonNode answer = new TwitterWire(call)
                    .read(Operations.USERS_TWEETS, TwitterTimeline.path(call), query(call, from, page));
            if (Json.at(answer, "data").isMissingNode()
                    && !Json.list(answer, "errors").isEmpty()) {
                throw TwitterErrors.partial(Operations.USERS_TWEETS, answer);
            }
            boolean passed = search.look(answer);
            String next = Json.text(Json.at(answer, "meta"), "next_token");
            if (passed || next == null || next.equals(page)) {
                return search.verdict();
            }
            page = next;
        }
        return search.found()
                .orElseGet(() -> new Reconciliation.Unknown("The account posted more since then than X shows"));
    }

    private static Map<String, String> query(NetworkCall call, Instant from, @Nullable String page)
            throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("max_results", "100");
        query.put("start_time", from.toString());
        if (page != null) {
            query.put("pagination_token", page);
        }
        Dialect.of(call).askForPosts(query);
        return query;
    }

    /** Looks for one text through the pages of the account's list, from new to old. */
    private static final class Search {
        private final NetworkCall call;
        private final Variant variant;
        private final Instant from;
        private PublishOutcome.@Nullable Published match;
        private boolean undecided;

        Search(NetworkCall call, Variant variant, Instant from) {
            this.call = call;
            this.variant = variant;
            this.from = from;
        }

        /** Whether the page reached the time before which it cannot be. The oldest match wins: it is the first that left. */
        boolean look(JsonNode answer) {
            Includes includes = Includes.of(answer);
            String self = call.account().remoteId().value();
            for (JsonNode element : Json.list(answer, "data")) {
                Optional<Post> read = Post.read(element, includes, call.clock().instant(), self);
                if (read.isEmpty()) {
                    continue;
                }
                if (read.get().publishedAt().isBefore(from)) {
                    return true;
                }
                compare(read.get());
            }
            return false;
        }

        private void compare(Post post) {
            String parent = variant.replyTo() == null ? null : variant.replyTo().value();
            boolean samePlace = parent == null ? !post.isAnswer() : parent.equals(post.parent());
            boolean sameFiles = variant.media().isEmpty() || post.hasFiles();
            if (post.isRepost() || !samePlace || !sameFiles) {
                return;
            }
            switch (TwitterText.compare(variant.text(), post.text(), post.links())) {
                case SAME -> {
                    RemoteId id = new RemoteId(post.id());
                    match = new PublishOutcome.Published(id, permalink(call, id), post.publishedAt());
                }
                case UNDECIDED -> undecided = true;
                case DIFFERENT -> {}
            }
        }

        Optional<Reconciliation> found() {
            return match == null ? Optional.empty() : Optional.of(new Reconciliation.Found(match));
        }

        Reconciliation verdict() {
            return found().orElseGet(() -> undecided
                    ? new Reconciliation.Unknown(
                            "A post is there that may be it, but X does not say where its link leads")
                    : new Reconciliation.NotFound());
        }
    }

    @Override
    public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        delete(call, publication);
    }

    static void delete(NetworkCall call, RemoteId post) throws NetworkException {
        JsonNode answer =
                new TwitterWire(call).delete(Operations.POSTS_DELETE, "/2/tweets/" + Addresses.segment(post.value()));
        if (!Json.flag(true, Json.at(answer, "data"), "deleted")) {
            throw new NetworkException(ErrorKind.NOT_FOUND, "X says that there was nothing to delete");
        }
    }

    @Override
    public List<Violation> validate(Variant variant) {
        return TwitterText.violations(variant);
    }

    @Override
    public TextMeasure measure(String text) {
        return new TextMeasure(TwitterText.weight(text));
    }
}
