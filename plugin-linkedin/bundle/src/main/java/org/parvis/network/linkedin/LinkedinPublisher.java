package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.json.Json;

/**
 * Publishes. Files go first, in as many calls as they need; the post itself is one request that is never repeated. LinkedIn
 * takes no key against doubling, so that a post without an answer is looked up in the page's own list.
 */
final class LinkedinPublisher implements Publisher {
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofHours(24);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final int PAGE = 50;
    private static final int MOST_PAGES = 20;

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        if (variant.replyTo() != null) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "LinkedIn has no threads");
        }
        List<Violation> violations = validate(variant);
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        return advance(call, Draft.of(variant, call.clock().instant()));
    }

    @Override
    public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
        return advance(call, Draft.read(variant, token));
    }

    private static PublishOutcome advance(NetworkCall call, Draft draft) throws NetworkException {
        boolean more = new MediaUpload(call, draft).advance();
        if (draft.isReady()) {
            return create(call, draft);
        }
        return new PublishOutcome.Pending(
                draft.token(),
                more ? Duration.ZERO : BETWEEN_LOOKS,
                draft.began().plus(PATIENCE));
    }

    private static PublishOutcome create(NetworkCall call, Draft draft) throws NetworkException {
        ObjectNode body = PostBody.of(draft, call.account().remoteId());
        HttpResponse response = new LinkedinWire(call).create(Operations.POSTS_CREATE, "/rest/posts", body);
        String urn = response.header("x-restli-id")
                .or(() -> response.header("x-linkedin-id"))
                .filter(id -> !id.isBlank())
                .orElseThrow(() -> new NetworkException(
                        ErrorKind.OUTCOME_UNKNOWN, "LinkedIn took a post without saying its name"));
        return new PublishOutcome.Published(
                new RemoteId(urn), OwnPost.permalink(urn), call.clock().instant());
    }

    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
            throws NetworkException {
        if (!call.account().kind().equals(LinkedinLinker.ORGANIZATION)) {
            return new Reconciliation.Unknown("LinkedIn does not show a member's posts to applications");
        }
        LinkedinWire wire = new LinkedinWire(call);
        Instant from = notBefore.minus(CLOCK_TOLERANCE);
        PublishOutcome.@Nullable Published match = null;
        int start = 0;
        for (int page = 0; page < MOST_PAGES; page++) {
            call.checkActive();
            JsonNode answer = PostRound.ownPosts(wire, call, "CREATED", start, PAGE);
            List<JsonNode> elements = Json.list(answer, "elements");
            for (JsonNode element : elements) {
                Optional<OwnPost> read = OwnPost.read(element, call.clock().instant());
                if (read.isPresent() && read.get().publishedAt().isBefore(from)) {
                    return verdict(match);
                }
                // From new to old: the oldest that fits is the first that left.
                match = read.filter(post -> post.isOut() && PostBody.isSame(variant, post))
                        .map(LinkedinPublisher::published)
                        .orElse(match);
            }
            if (elements.isEmpty()) {
                return verdict(match);
            }
            start += elements.size();
        }
        return match == null
                ? new Reconciliation.Unknown("The page posted more since then than can be looked through")
                : verdict(match);
    }

    private static PublishOutcome.Published published(OwnPost post) {
        return new PublishOutcome.Published(
                new RemoteId(post.urn()), OwnPost.permalink(post.urn()), post.publishedAt());
    }

    private static Reconciliation verdict(PublishOutcome.@Nullable Published match) {
        return match == null ? new Reconciliation.NotFound() : new Reconciliation.Found(match);
    }

    @Override
    public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        new LinkedinWire(call)
                .settle(Operations.POSTS_DELETE, "DELETE", path(publication), Map.of(), LinkedinWire.Change.NONE);
    }

    /** LinkedIn lets the text be changed and nothing else. */
    @Override
    public void edit(NetworkCall call, RemoteId publication, Variant variant) throws NetworkException {
        ObjectNode patch = Json.object();
        patch.putObject("patch").putObject("$set").put("commentary", LittleText.escape(variant.text()));
        new LinkedinWire(call)
                .settle(Operations.POSTS_EDIT, "POST", path(publication), Map.of(), LinkedinWire.Change.partial(patch));
    }

    private static String path(RemoteId publication) {
        return "/rest/posts/" + RestLi.encode(publication.value());
    }

    @Override
    public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        return LinkedinResponder.write(call, publication.value(), null, text);
    }

    @Override
    public List<Violation> validate(Variant variant) {
        List<Violation> violations = new ArrayList<>(PostOptions.violations(variant));
        if (variant.replyTo() != null) {
            violations.add(new Violation("replyTo", "unsupported", "LinkedIn has no threads"));
        }
        return violations;
    }
}
