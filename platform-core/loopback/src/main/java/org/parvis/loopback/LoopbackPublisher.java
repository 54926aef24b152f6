package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.parvis.spi.Sent;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** Publishes at once (format {@code text}) or in two steps (format {@code slow}); the idempotency key makes it once. */
final class LoopbackPublisher implements Publisher {
    private static final String TOKEN_VERSION = "2:";
    private static final int LONGEST = 500;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        List<Violation> violations = validate(variant);
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        if (!variant.format().equals("text") && !variant.format().equals("slow")) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Loopback has no format " + variant.format());
        }
        ObjectNode body = Json.object()
                .put("key", call.idempotencyKey().value())
                .put("text", variant.text())
                .put("slow", variant.format().equals("slow"));
        if (variant.replyTo() != null) {
            body.put("parent", variant.replyTo().value());
        }
        return outcome(call, new LoopbackWire(call).create(Operations.WRITE, "/posts", body));
    }

    /** What an answer about a publication says: it is out, or it is worked on. */
    private static PublishOutcome outcome(NetworkCall call, JsonNode answer) throws NetworkException {
        String pending = Json.text(answer, "pending");
        if (pending != null) {
            Instant end = call.clock().instant().plus(PATIENCE);
            return new PublishOutcome.Pending(new ResumeToken(TOKEN_VERSION + pending), POLL, end);
        }
        return published(call, answer);
    }

    private static PublishOutcome.Published published(NetworkCall call, JsonNode answer) throws NetworkException {
        String id = Json.id(answer, "id");
        if (id == null) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "Loopback did not say which post it made");
        }
        URI permalink = call.descriptor().baseAddress().resolve("/" + Addresses.segment(id));
        return new PublishOutcome.Published(
                new RemoteId(id),
                permalink,
                Json.time(answer, "at").orElse(call.clock().instant()));
    }

    @Override
    public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
        if (!token.value().startsWith(TOKEN_VERSION)) {
            throw new NetworkException(ErrorKind.NOT_FOUND, "Loopback does not know this publication");
        }
        String key = token.value().substring(TOKEN_VERSION.length());
        return outcome(
                call, new LoopbackWire(call).read(Operations.READ, "/pending/" + Addresses.segment(key), Map.of()));
    }

    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
            throws NetworkException {
        String path = "/keys/" + Addresses.segment(call.idempotencyKey().value());
        try {
            JsonNode answer = new LoopbackWire(call).read(Operations.READ, path, Map.of());
            return Json.text(answer, "pending") == null
                    ? new Reconciliation.Found(published(call, answer))
                    : new Reconciliation.Unknown("Loopback is still working on it");
        } catch (NetworkException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return new Reconciliation.NotFound();
            }
            throw failed;
        }
    }

    @Override
    public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        new LoopbackWire(call)
                .settle(
                        Operations.MODERATE,
                        "DELETE",
                        "/messages/" + Addresses.segment(publication.value()),
                        Json.object());
    }

    @Override
    public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        return LoopbackResponder.write(call, "comment", publication, text);
    }

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
