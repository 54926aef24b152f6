package org.parvis.tck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.InboxItem;
import org.parvis.model.MediaRef;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.InboxSource;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.TimelineSource;
import org.parvis.spi.TokenGrant;

/** One test's plugin, simulator and account; made when they are first asked for. */
final class Subject implements AutoCloseable {
    private static final AtomicLong MARKERS = new AtomicLong();
    private static final int MOST_POLLS = 50;
    private static final RemoteId NOBODY = new RemoteId("not-linked-yet");

    private final Kit kit;
    private final TckMedia media = new TckMedia();
    private @Nullable NetworkPlugin plugin;
    private @Nullable NetworkSimulator simulator;
    private @Nullable AccountRef account;
    private @Nullable AccessToken token;
    private @Nullable ResumeToken lastToken;

    Subject(Kit kit) {
        this.kit = kit;
    }

    Kit kit() {
        return kit;
    }

    TckMedia media() {
        return media;
    }

    NetworkPlugin plugin() throws Exception {
        if (plugin == null) {
            plugin = kit.tck().plugin();
        }
        return plugin;
    }

    /** The plugin after a restart. */
    NetworkPlugin restarted() throws Exception {
        plugin = kit.tck().plugin();
        return plugin;
    }

    NetworkSimulator simulator() {
        if (simulator == null) {
            try {
                simulator = kit.tck().simulator();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("The simulator does not start", e);
            }
        }
        return simulator;
    }

    /** A word that occurs nowhere else. */
    static String marker() {
        return "marker" + Long.toString(1_000_000 + MARKERS.incrementAndGet(), 36);
    }

    /** A call before an account is linked. */
    TckCall linkingCall(TokenGrant grant) {
        AccountRef none = new AccountRef(new AccountId(new UUID(0, 1)), NOBODY, "nobody", "default");
        return new TckCall(this, none, new AccessToken(grant.accessToken()), freshKey());
    }

    static IdempotencyKey freshKey() {
        return new IdempotencyKey("tck-" + MARKERS.incrementAndGet());
    }

    /** A call as the account, linked as the platform links it. */
    TckCall call() throws Exception {
        return call(freshKey());
    }

    TckCall call(IdempotencyKey key) throws Exception {
        link();
        return new TckCall(this, Objects.requireNonNull(account), Objects.requireNonNull(token), key);
    }

    private void link() throws Exception {
        if (account != null) {
            return;
        }
        SimulatedAccount known = simulator().account();
        TokenGrant grant = plugin().accountLinker().exchange(linkingCall(known.grant()), known.grant());
        LinkableAccount linked = plugin().accountLinker().listAccounts(linkingCall(grant)).stream()
                .filter(candidate -> candidate.id().equals(known.id()))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("The account " + known.id() + " is not among those that can be linked"));
        account = new AccountRef(new AccountId(new UUID(0, 2)), linked.id(), linked.handle(), linked.kind());
        TokenGrant own = linked.grant();
        token = new AccessToken(own == null ? grant.accessToken() : own.accessToken());
    }

    /** As if the platform still held a token that means nothing any more. */
    void useToken(String value) throws Exception {
        link();
        token = new AccessToken(value);
    }

    Publisher publisher() throws Exception {
        return plugin().publisher().orElseThrow(() -> new FacetMissingException("publisher"));
    }

    InboxSource inbox() throws Exception {
        return plugin().inboxSource().orElseThrow(() -> new FacetMissingException("inbox source"));
    }

    TimelineSource timeline() throws Exception {
        return plugin().timelineSource().orElseThrow(() -> new FacetMissingException("timeline source"));
    }

    Responder responder() throws Exception {
        return plugin().responder().orElseThrow(() -> new FacetMissingException("responder"));
    }

    AnalyticsSource analytics() throws Exception {
        return plugin().analyticsSource().orElseThrow(() -> new FacetMissingException("analytics source"));
    }

    /** The plainest format: the one a test takes that is not about formats. */
    ContentFormat plainest() {
        return kit.descriptor().formats().stream()
                .filter(format -> format.capability() == Capability.PUBLISH_TEXT)
                .findFirst()
                .or(() -> kit.descriptor().formats().stream().findFirst())
                .orElseThrow(() -> new NotSimulatedException("The descriptor names no format to publish in"));
    }

    Variant variant(ContentFormat format, String text) {
        List<MediaRef> files = new ArrayList<>();
        int count = Math.max(format.media().minimum(), needsFile(format) ? 1 : 0);
        List<String> types = format.media().types();
        for (int i = 0; i < count; i++) {
            if (types.isEmpty()) {
                throw new AssertionError("The format " + format.id() + " wants files and names no types");
            }
            files.add(media.add(kit.tck().media(format, types.get(0))));
        }
        return kit.tck().variant(format, text, files);
    }

    private static boolean needsFile(ContentFormat format) {
        return format.media().maximum() > 0
                && format.capability() != Capability.PUBLISH_TEXT
                && format.capability() != Capability.PUBLISH_LINK
                && format.capability() != Capability.PUBLISH_POLL
                && format.capability() != Capability.PUBLISH_THREAD;
    }

    Variant plain(String text) {
        return variant(plainest(), text);
    }

    /** Publishes to the end, with a new call for every step as the platform makes them. */
    PublishOutcome.Published publish(TckCall call, Variant variant) throws Exception {
        lastToken = null;
        return finish(call, variant, publisher().publish(call, variant));
    }

    PublishOutcome.Published finish(TckCall call, Variant variant, PublishOutcome begun) throws Exception {
        PublishOutcome outcome = begun;
        for (int polls = 0; outcome instanceof PublishOutcome.Pending pending; polls++) {
            if (polls == MOST_POLLS) {
                throw new AssertionError("The publication is still pending after " + MOST_POLLS + " rounds");
            }
            lastToken = pending.token();
            simulator().advance(pending.pollAfter());
            outcome = resume(call, variant, pending.token());
        }
        lastToken = null;
        return (PublishOutcome.Published) outcome;
    }

    /** What the last publication carried when it was pending last, as the platform keeps it; null where it never was. */
    @Nullable
    ResumeToken lastToken() {
        return lastToken;
    }

    private PublishOutcome resume(TckCall call, Variant variant, ResumeToken token) throws Exception {
        TckCall next = call(call.idempotencyKey());
        try {
            return publisher().resume(next, variant, token);
        } catch (NetworkException failed) {
            if (failed.kind() != org.parvis.model.ErrorKind.TRANSIENT) {
                throw failed;
            }
            return publisher().resume(call(call.idempotencyKey()), variant, token);
        }
    }

    /** Lets what was just written become visible wherever the network lists it. */
    void settle() throws Exception {
        simulator().advance(kit.descriptor().visibilityWindow().plus(Duration.ofSeconds(2)));
    }

    /** A post of the account to comment on. */
    RemoteId ownPost() throws Exception {
        RemoteId post = simulator().post("Good morning " + marker());
        simulator().advance(Duration.ofSeconds(2));
        return post;
    }

    static ReplyTarget target(InboxItem item) {
        return new ReplyTarget(
                item.id(),
                item.kind(),
                item.conversation(),
                item.author().id(),
                item.author().handle(),
                item.publishedAt());
    }

    @Override
    public void close() throws Exception {
        media.close();
        if (simulator != null) {
            simulator.close();
        }
    }
}
