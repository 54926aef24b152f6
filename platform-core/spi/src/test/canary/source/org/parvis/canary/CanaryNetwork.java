package org.parvis.canary;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/** A network of one account and plain texts, published in two steps: compiled once, against SPI 1.0, and never again. */
public final class CanaryNetwork implements NetworkPlugin, AccountLinker, Publisher {
    @Override
    public AccountLinker accountLinker() {
        return this;
    }

    @Override
    public Optional<Publisher> publisher() {
        return Optional.of(this);
    }

    @Override
    public List<LinkableAccount> listAccounts(LinkingCall call) {
        return List.of(new LinkableAccount(new RemoteId("1"), "canary", "Canary", "default", null, null));
    }

    @Override
    public List<Violation> validate(Variant variant) {
        return variant.text().isBlank()
                ? List.of(new Violation("text", "text.required", "The canary sings no empty songs"))
                : List.of();
    }

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        List<Violation> violations = validate(variant);
        if (!violations.isEmpty()) {
            throw NetworkException.of(ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        byte[] song = variant.text().getBytes(StandardCharsets.UTF_8);
        HttpResponse answer = call.http()
                .send(HttpRequest.changing("songs.create", "POST", address(call, "/songs"))
                        .bearer(call.accessToken().value())
                        .body("text/plain; charset=utf-8", song)
                        .build());
        if (answer.status() != 201) {
            throw new NetworkException(ErrorKind.TRANSIENT, "The canary answered " + answer.status());
        }
        Instant end = call.clock().instant().plus(Duration.ofHours(1));
        return new PublishOutcome.Pending(new ResumeToken("1:" + answer.text()), Duration.ofMillis(50), end);
    }

    @Override
    public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
        call.checkActive();
        String id = token.value().substring(2);
        HttpResponse answer = call.http().send(HttpRequest.get("songs.read", address(call, "/songs/" + id)).build());
        if (answer.status() != 200) {
            throw new NetworkException(ErrorKind.NOT_FOUND, "The canary answered " + answer.status());
        }
        Violation warning = new Violation("text", "canary.quiet", "Nobody heard the canary sing: " + variant.text());
        return new PublishOutcome.Published(
                new RemoteId(id), address(call, "/songs/" + id), call.clock().instant(), List.of(warning));
    }

    private static URI address(NetworkCall call, String path) {
        return call.descriptor().baseAddress().resolve(path);
    }
}
