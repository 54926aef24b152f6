package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/**
 * Publishes. Instagram takes no key against doing so twice, but a container is published once at most, and says whether it
 * was.
 */
final class InstagramPublisher implements Publisher {

    static final int LONGEST_CAPTION = 2_200;
    private static final int MOST_HASHTAGS = 30;
    private static final int MOST_NAMES = 20;
    private static final Set<String> FORMATS = Set.of("image", "carousel", "reel", "story");

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        if (!FORMATS.contains(variant.format()) || variant.replyTo() != null) {
            throw new NetworkException(
                    ErrorKind.UNSUPPORTED,
                    variant.replyTo() != null
                            ? "Instagram has no threads of posts"
                            : "Instagram has no format \"" + variant.format() + "\"");
        }
        List<Violation> violations = validate(variant);
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        return new Containers(call, variant).begin();
    }

    @Override
    public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
        return new Containers(call, variant).go(ContainerState.decode(token.value()));
    }

    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
            throws NetworkException {
        Optional<ContainerState> known = token == null ? Optional.empty() : ContainerState.read(token.value());
        if (known.isPresent()) {
            // the container itself says whether it was published, and is published once at most
            return new Reconciliation.Underway(Containers.pending(known.get()));
        }
        return new Search(call, variant.format(), variant.text(), notBefore).reconcile();
    }

    @Override
    public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        JsonNode answer = new Graph(call)
                .create(Operations.COMMENT_CREATE, Graph.path(publication, "comments"), Map.of("message", text));
        return InstagramResponder.sent(call, Operations.COMMENT_CREATE, answer, "id");
    }

    @Override
    public List<Violation> validate(Variant variant) {
        List<Violation> violations = new ArrayList<>(MediumOptions.violations(variant));
        int files = variant.media().size();
        if (variant.format().equals("carousel")) {
            if (files < 2 || files > 10) {
                violations.add(new Violation("media", "media.count", "A carousel on Instagram has 2 to 10 files"));
            }
        } else if (files != 1) {
            violations.add(new Violation("media", "media.count", "This format takes exactly one file"));
        }
        if (variant.replyTo() != null) {
            violations.add(new Violation("replyTo", "thread.unsupported", "Instagram has no threads of posts"));
        }
        if (variant.format().equals("story")) {
            if (!variant.text().isBlank()) {
                violations.add(new Violation("text", "text.unsupported", "A story on Instagram takes no text"));
            }
        } else {
            caption(variant.text(), violations);
        }
        return violations;
    }

    private static void caption(String text, List<Violation> violations) {
        if (text.length() > LONGEST_CAPTION) {
            violations.add(new Violation(
                    "text", "text.tooLong", "A caption has at most 2,200 characters; this one has " + text.length()));
        }
        if (count(text, '#') > MOST_HASHTAGS) {
            violations.add(new Violation("text", "text.hashtags", "A caption has at most 30 hashtags"));
        }
        if (count(text, '@') > MOST_NAMES) {
            violations.add(new Violation("text", "text.mentions", "A caption names at most 20 people"));
        }
    }

    private static long count(String text, char sign) {
        return text.chars().filter(c -> c == sign).count();
    }
}
