package ${package};

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Texts. This network knows no idempotency key ({@code "idempotency": "LOOKUP"}), so after an answer that did not come the platform
 * asks {@code reconcile} to look through the account's own posts, and never sends anything twice.
 */
final class ${networkClass}Publisher implements Publisher {
    private static final int LONGEST = 500;
    private static final int MOST_PAGES = 10;

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        if (!variant.format().equals("text")) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "${networkName} has no format " + variant.format());
        }
        if (variant.replyTo() != null) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "${networkName} is not asked for threads yet");
        }
        List<Violation> violations = validate(variant);
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        return published(
                call,
                new ${networkClass}Wire(call)
                        .create(Operations.WRITE, "/api/posts", Json.object().put("text", variant.text())));
    }

    private static PublishOutcome.Published published(NetworkCall call, JsonNode post) throws NetworkException {
        String id = Json.id(post, "id");
        if (id == null) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "${networkName} did not say which post it made");
        }
        return new PublishOutcome.Published(
                new RemoteId(id),
                call.descriptor().baseAddress().resolve("/posts/" + Addresses.segment(id)),
                Json.time(post, "at").orElse(call.clock().instant()));
    }

    /** Only reads. The account's own posts come newest first, and no older ones than asked for. */
    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
            throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("since", notBefore.toString());
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = new ${networkClass}Wire(call).read(Operations.READ, "/api/posts", query);
            for (JsonNode post : Json.list(answer, "posts")) {
                if (Json.textOr("", post, "text").equals(variant.text())) {
                    return new Reconciliation.Found(published(call, post));
                }
            }
            String next = Json.id(answer, "next");
            if (next == null) {
                return new Reconciliation.NotFound();
            }
            query.put("before", next);
        }
        return new Reconciliation.Unknown("There are too many posts to look through");
    }

    @Override
    public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        new ${networkClass}Wire(call)
                .settle(Operations.DELETE, "DELETE", "/api/posts/" + Addresses.segment(publication.value()));
    }

    /** Only what the descriptor cannot say; here what must hold even where nobody has asked the descriptor. */
    @Override
    public List<Violation> validate(Variant variant) {
        List<Violation> violations = new ArrayList<>();
        if (variant.text().isBlank()) {
            violations.add(new Violation("text", "text.required", "A post needs a text"));
        }
        if (variant.text().codePointCount(0, variant.text().length()) > LONGEST) {
            violations.add(new Violation("text", "text.tooLong", "A post has up to " + LONGEST + " characters"));
        }
        return violations;
    }
}
