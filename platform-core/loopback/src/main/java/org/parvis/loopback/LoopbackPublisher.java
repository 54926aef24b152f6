package org.parvis.loopback;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ResumeToken;

/** Publishes at once (format {@code text}) or in two steps (format {@code slow}); the idempotency key makes it once. */
final class LoopbackPublisher implements Publisher {
    private static final String TOKEN_VERSION = "1:";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final LoopbackWorld world;

    LoopbackPublisher(LoopbackWorld world) {
        this.world = world;
    }

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        List<Violation> violations = validate(variant);
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        return world.step("publish", () -> {
            if (!variant.format().equals("slow")) {
                return published(call, write(call, call.idempotencyKey(), variant));
            }
            world.begin(call.idempotencyKey());
            ResumeToken token = new ResumeToken(TOKEN_VERSION + call.idempotencyKey() + ":" + variant.text());
            return new PublishOutcome.Pending(
                    token, POLL, call.clock().instant().plus(PATIENCE));
        });
    }

    private Message write(NetworkCall call, IdempotencyKey key, Variant variant) {
        Author author = world.person(call.account().handle());
        Instant now = call.clock().instant();
        Message parent = parent(variant.replyTo());
        Message.Kind kind = parent == null ? Message.Kind.POST : Message.Kind.COMMENT;
        return world.writeOnce(key, () -> world.add(kind, author, author.id(), parent, null, now, variant.text()));
    }

    private @Nullable Message parent(@Nullable RemoteId id) {
        return world.find(id).orElse(null);
    }

    private static PublishOutcome.Published published(NetworkCall call, Message message) {
        URI permalink = call.descriptor().baseAddress().resolve("/" + message.id);
        return new PublishOutcome.Published(message.id, permalink, message.writtenAt);
    }

    @Override
    public PublishOutcome resume(NetworkCall call, ResumeToken token) throws NetworkException {
        String[] parts = token.value().split(":", 3);
        if (!token.value().startsWith(TOKEN_VERSION) || parts.length != 3) {
            throw new NetworkException(ErrorKind.NOT_FOUND, "The loopback network does not know this publication");
        }
        boolean ready = world.poll(parts[1])
                .orElseThrow(() -> new NetworkException(
                        ErrorKind.NOT_FOUND, "The loopback network does not know this publication"));
        return world.step(
                "resume",
                () -> ready
                        ? published(call, write(call, new IdempotencyKey(parts[1]), Variant.ofText(parts[2])))
                        : new PublishOutcome.Pending(
                                token, POLL, call.clock().instant().plus(PATIENCE)));
    }

    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, Instant notBefore) throws NetworkException {
        return world.step(
                "reconcile",
                () -> world.writtenFor(call.idempotencyKey())
                        .<Reconciliation>map(message -> new Reconciliation.Found(published(call, message)))
                        .orElseGet(Reconciliation.NotFound::new));
    }

    @Override
    public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        RemoteId self = call.account().remoteId();
        if (world.find(publication)
                .filter(m -> !m.removed && m.author.id().equals(self))
                .isEmpty()) {
            throw new NetworkException(ErrorKind.NOT_FOUND, "There is no such post of this account");
        }
        world.step("retract", () -> {
            world.remove(publication);
            return publication;
        });
    }

    @Override
    public List<Violation> validate(Variant variant) {
        return variant.text().isBlank()
                ? List.of(new Violation("text", "text.required", "A post needs a text"))
                : List.of();
    }
}
