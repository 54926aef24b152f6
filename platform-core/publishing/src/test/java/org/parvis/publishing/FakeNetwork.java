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
import org.jspecify.annotations.Nullable;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.call.NetworkWork;
import org.parvis.engine.call.PureWork;
import org.parvis.model.Author;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.ErrorKind;
import org.parvis.model.Idempotency;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.MediaRef;
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
import org.parvis.spi.Sent;
import org.parvis.spi.TimelineSource;

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

    /** What happens to the next comment. */
    interface CommentFate {
        Sent comment(FakeNetwork network, RemoteId under, String text) throws NetworkException;
    }

    static final CommentFate COMMENT_WITHOUT_ANSWER = (network, under, text) -> {
        network.accept(under, text);
        throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "no answer");
    };
    static final CommentFate LOSE_COMMENT = (network, under, text) -> {
        throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "no answer");
    };
    static final CommentFate DIE_AFTER_COMMENTING = (network, under, text) -> {
        network.accept(under, text);
        throw new Killed();
    };
    static final CommentFate DIE_BEFORE_COMMENTING = (network, under, text) -> {
        throw new Killed();
    };

    record Comment(RemoteId id, RemoteId under, String text, Instant at) {}

    record Accepted(
            RemoteId id,
            String text,
            Instant at,
            List<MediaRef> media,
            @Nullable RemoteId replyTo) {}

    final List<Comment> comments = new ArrayList<>();
    final List<CommentFate> commentFates = new ArrayList<>();
    final List<String> edits = new ArrayList<>();
    final List<NetworkException> editFailures = new ArrayList<>();
    final List<CallKind> kinds = new ArrayList<>();
    Set<Capability> capabilities = Set.of(
            Capability.PUBLISH,
            Capability.PUBLISH_TEXT,
            Capability.PUBLISH_IMAGE,
            Capability.PUBLISH_THREAD,
            Capability.FIRST_COMMENT,
            Capability.EDIT,
            Capability.RECONCILE,
            Capability.TIMELINE);
    ContentFormat.MediaDelivery delivery = ContentFormat.MediaDelivery.PUSH;

    @Nullable
    String optionsSchema;

    final List<Accepted> accepted = new ArrayList<>();
    final List<Fate> fates = new ArrayList<>();
    final List<RemoteId> retracted = new ArrayList<>();
    Duration visibleAfter = Duration.ZERO;
    /** The tokens that were gone on with. */
    final List<String> resumed = new ArrayList<>();

    /** What a look says of an intent that has this token; null to go by what was accepted. */
    PublishOutcome.@Nullable Pending underway;

    boolean absent;
    boolean canLookUp = true;
    private final Clock clock;

    FakeNetwork(Clock clock) {
        this.clock = clock;
    }

    PublishOutcome.Published accept(Variant variant) {
        Accepted post = new Accepted(
                new RemoteId("r" + (accepted.size() + 1)),
                variant.text(),
                clock.instant(),
                variant.media(),
                variant.replyTo());
        accepted.add(post);
        return new PublishOutcome.Published(post.id(), URI.create("https://fake.example/" + post.id()), post.at());
    }

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        return (fates.isEmpty() ? ACCEPT : fates.remove(0)).publish(this, variant);
    }

    @Override
    public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
        resumed.add(token.value());
        return publish(call, variant);
    }

    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore) {
        if (underway != null && token != null) {
            return new Reconciliation.Underway(underway);
        }
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

    Sent accept(RemoteId under, String text) {
        Comment comment = new Comment(new RemoteId("c" + (comments.size() + 1)), under, text, clock.instant());
        comments.add(comment);
        return new Sent(comment.id(), comment.at());
    }

    @Override
    public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        return commentFates.isEmpty()
                ? accept(publication, text)
                : commentFates.remove(0).comment(this, publication, text);
    }

    @Override
    public void edit(NetworkCall call, RemoteId publication, Variant variant) throws NetworkException {
        if (!editFailures.isEmpty()) {
            throw editFailures.remove(0);
        }
        edits.add(publication + ": " + variant.text());
    }

    @Override
    public Optional<TimelineSource> timelineSource() {
        return Optional.of((call, window) -> new TimelineSource.TimelinePage(
                List.of(),
                comments.stream()
                        .filter(c -> !c.at().plus(visibleAfter).isAfter(clock.instant()))
                        .filter(c -> window.since() == null || !c.at().isBefore(window.since()))
                        .map(c -> InboxItem.builder(
                                        c.id(),
                                        ItemKind.COMMENT,
                                        new Author(new RemoteId("1"), "acme", "Acme", null),
                                        c.at())
                                .conversation(c.under())
                                .text("  " + c.text() + " ")
                                .build())
                        .toList(),
                List.of(),
                null,
                canLookUp));
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
        kinds.add(kind);
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
                capabilities,
                Map.of(),
                List.of(
                        new ContentFormat(
                                "text",
                                Capability.PUBLISH_TEXT,
                                new ContentFormat.Text(20, TextRule.GRAPHEMES, true),
                                ContentFormat.Media.none()),
                        new ContentFormat(
                                "image",
                                Capability.PUBLISH_IMAGE,
                                new ContentFormat.Text(20, TextRule.GRAPHEMES, false),
                                new ContentFormat.Media(
                                        1,
                                        2,
                                        List.of("image/jpeg", "video/mp4"),
                                        1_000,
                                        Duration.ofSeconds(3),
                                        Duration.ofSeconds(60),
                                        new ContentFormat.AspectRange(0.8, 1.91),
                                        delivery))),
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
                        Duration.ofHours(1), null),
                List.of(),
                Retention.unlimited(),
                optionsSchema, Map.of());
    }
}
