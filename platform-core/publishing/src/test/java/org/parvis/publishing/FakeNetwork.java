package org.parvis.publishing;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.call.NetworkWork;
import org.parvis.engine.call.PureWork;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.ErrorKind;
import org.parvis.model.Idempotency;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.OAuthProfile;
import org.parvis.model.RemoteId;
import org.parvis.model.Retention;
import org.parvis.model.TextRule;
import org.parvis.model.Variant;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ResumeToken;

/** A network in memory that remembers what it accepted, whatever the platform believes; and the calls that reach it. */
final class FakeNetwork implements NetworkCalls, NetworkPlugin, Publisher {
    static final NetworkId ID = new NetworkId("fake");

    /** What happens to the next publish. */
    interface Fate {
        PublishOutcome publish(FakeNetwork network, Variant variant) throws NetworkException;
    }

    static final Fate ACCEPT = (network, variant) -> network.accept(variant);
    static final Fate ACCEPT_WITHOUT_ANSWER = (network, variant) -> {
        network.accept(variant);
        throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "no answer");
    };
    static final Fate LOSE = (network, variant) -> {
        throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "no answer");
    };
    static final Fate DIE_AFTER_ACCEPTING = (network, variant) -> {
        network.accept(variant);
        throw new Killed();
    };
    static final Fate DIE_BEFORE_ACCEPTING = (network, variant) -> {
        throw new Killed();
    };

    static Fate fail(ErrorKind kind) {
        return (network, variant) -> {
            throw new NetworkException(kind, "the network says " + kind);
        };
    }

    /** The platform was killed at this point. Not an exception that any code handles. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    record Accepted(RemoteId id, String text, Instant at) {}

    final List<Accepted> accepted = new ArrayList<>();
    final List<Fate> fates = new ArrayList<>();
    final List<RemoteId> retracted = new ArrayList<>();
    Duration visibleAfter = Duration.ZERO;
    boolean absent;
    boolean canLookUp = true;
    private final Clock clock;

    FakeNetwork(Clock clock) {
        this.clock = clock;
    }

    PublishOutcome.Published accept(Variant variant) {
        Accepted post = new Accepted(new RemoteId("r" + (accepted.size() + 1)), variant.text(), clock.instant());
        accepted.add(post);
        return new PublishOutcome.Published(post.id(), URI.create("https://fake.example/" + post.id()), post.at());
    }

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        return (fates.isEmpty() ? ACCEPT : fates.remove(0)).publish(this, variant);
    }

    @Override
    public PublishOutcome resume(NetworkCall call, ResumeToken token) throws NetworkException {
        return publish(call, Variant.ofText(token.value()));
    }

    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, Instant notBefore) {
        if (!canLookUp) {
            return new Reconciliation.Unknown("it shows nothing");
        }
        return accepted.stream()
                .filter(a -> a.text().equals(variant.text()) && !a.at().isBefore(notBefore))
                .filter(a -> !a.at().plus(visibleAfter).isAfter(clock.instant()))
                .findFirst()
                .<Reconciliation>map(a -> new Reconciliation.Found(new PublishOutcome.Published(a.id(), null, a.at())))
                .orElseGet(Reconciliation.NotFound::new);
    }

    @Override
    public void retract(NetworkCall call, RemoteId publication) {
        retracted.add(publication);
    }

    @Override
    public AccountLinker accountLinker() {
        throw new AssertionError("Publishing links nothing");
    }

    @Override
    public Optional<Publisher> publisher() {
        return Optional.of(this);
    }

    @Override
    @SuppressWarnings("NullAway") // the fake publisher looks at no call
    public <T> T call(LinkedAccount account, CallKind kind, IdempotencyKey key, NetworkWork<T> work)
            throws NetworkException {
        if (absent) {
            throw new NetworkAbsentException(ID, NetworkState.ABSENT);
        }
        return work.run(this, null);
    }

    @Override
    public <T> T pure(NetworkId network, PureWork<T> work) throws NetworkException {
        return work.run(this);
    }

    @Override
    public NetworkDescriptor descriptor(NetworkId network) {
        URI address = URI.create("https://fake.example");
        return new NetworkDescriptor(
                ID,
                "Fake",
                "1",
                address,
                address,
                List.of("fake.example"),
                Set.of(Capability.PUBLISH, Capability.PUBLISH_TEXT, Capability.RECONCILE),
                Map.of(),
                List.of(new ContentFormat(
                        "text",
                        Capability.PUBLISH_TEXT,
                        new ContentFormat.Text(20, TextRule.GRAPHEMES, true),
                        ContentFormat.Media.none())),
                List.of(),
                List.of(),
                List.of(),
                Idempotency.LOOKUP,
                Duration.ofSeconds(60),
                new OAuthProfile(
                        address,
                        address,
                        null,
                        OAuthProfile.ClientAuthentication.BASIC,
                        true,
                        Set.of(),
                        Map.of(),
                        " ",
                        OAuthProfile.RefreshStyle.NONE,
                        Duration.ofHours(1)),
                List.of(),
                Retention.unlimited(),
                null);
    }
}
