package org.parvis.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountRef;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.MediaReader;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Sent;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.spi.http.HttpChannel;
import org.parvis.toolkit.descriptor.DescriptorReader;

class LoopbackNetworkTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final FetchWindow ALL = new FetchWindow(null, null, 100);
    private final LoopbackNetwork network = new LoopbackNetwork();
    private final LoopbackWorld world = network.world();

    /** A call with a key of its own. */
    private record Call(String key) implements LinkingCall {
        @Override
        public AccountRef account() {
            return new AccountRef(new AccountId(new UUID(0, 1)), new RemoteId("acme"), "acme", "default");
        }

        @Override
        public NetworkDescriptor descriptor() {
            try (InputStream file = LoopbackNetwork.class.getResourceAsStream("/OSGI-INF/network/loopback.json")) {
                return DescriptorReader.read(file.readAllBytes(), "loopback.json");
            } catch (IOException | org.parvis.toolkit.descriptor.DescriptorException e) {
                throw new AssertionError(e.getMessage(), e);
            }
        }

        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public AccessToken accessToken() {
            return new AccessToken("token");
        }

        @Override
        public ClientCredentials client() {
            return new ClientCredentials("client", "secret");
        }

        @Override
        public Optional<String> accessProof() {
            return Optional.empty();
        }

        @Override
        public HttpChannel http() {
            throw new UnsupportedOperationException("The network in memory needs no wire");
        }

        @Override
        public MediaReader media() {
            throw new UnsupportedOperationException("The network in memory has no files");
        }

        @Override
        public IdempotencyKey idempotencyKey() {
            return new IdempotencyKey(key);
        }

        @Override
        public Instant deadline() {
            return NOW.plusSeconds(30);
        }

        @Override
        public Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }

        @Override
        public void checkActive() {}
    }

    private static final LinkingCall CALL = new Call("k1");

    private static ErrorKind kind(ThrowingCallable action) {
        return catchThrowableOfType(NetworkException.class, action).kind();
    }

    @Test
    void theDescriptorIsWholeAndSaysWhatIsThere() {
        Set<Capability> offered = CALL.descriptor().capabilities();
        assertThat(Capability.closure(offered)).isEqualTo(offered);
        assertThat(offered.size() + CALL.descriptor().unavailable().size()).isEqualTo(Capability.values().length);
    }

    @Test
    void aTokenIsAnAccountAndAnUnknownOneIsRevoked() throws NetworkException {
        assertThat(kind(() -> network.accountLinker().listAccounts(CALL))).isEqualTo(ErrorKind.AUTHORIZATION_REVOKED);
        world.account("acme", "token");
        assertThat(network.accountLinker().listAccounts(CALL))
                .extracting(a -> a.handle())
                .containsExactly("acme");
    }

    @Test
    void publishingTwiceWithTheSameKeyPublishesOnce() throws NetworkException {
        var publisher = network.publisher().orElseThrow();
        PublishOutcome first = publisher.publish(CALL, Variant.ofText("hello"));
        assertThat(publisher.publish(CALL, Variant.ofText("hello"))).isEqualTo(first);
        assertThat(world.writtenBy("acme")).containsExactly("hello");
        publisher.publish(new Call("k2"), Variant.ofText("hello"));
        assertThat(world.writtenBy("acme")).hasSize(2);
    }

    @Test
    void aSlowPublicationIsOutWhenItIsReadyAlsoWithAnotherInstance() throws NetworkException {
        world.slowPublicationsTake(2);
        Variant slow = new Variant("slow", "patience: a virtue", List.of(), Map.of(), null);
        var pending = (PublishOutcome.Pending) network.publisher().orElseThrow().publish(CALL, slow);
        assertThat(world.writtenBy("acme")).isEmpty();
        var updated = new LoopbackNetwork(world).publisher().orElseThrow();
        pending = (PublishOutcome.Pending) updated.resume(CALL, pending.token());
        assertThat(updated.resume(CALL, pending.token())).isInstanceOf(PublishOutcome.Published.class);
        assertThat(world.writtenBy("acme")).containsExactly("patience: a virtue");
    }

    @Test
    void aLostAnswerIsReconciledBothWays() throws NetworkException {
        var publisher = network.publisher().orElseThrow();
        world.failNext("publish", ErrorKind.OUTCOME_UNKNOWN, true);
        assertThat(kind(() -> publisher.publish(CALL, Variant.ofText("a")))).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(publisher.reconcile(CALL, Variant.ofText("a"), NOW)).isInstanceOf(Reconciliation.Found.class);
        NetworkCall second = new Call("k2");
        world.failNext("publish", ErrorKind.OUTCOME_UNKNOWN, false);
        assertThat(kind(() -> publisher.publish(second, Variant.ofText("b")))).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(publisher.reconcile(second, Variant.ofText("b"), NOW)).isInstanceOf(Reconciliation.NotFound.class);
        assertThat(world.writtenBy("acme")).containsExactly("a");
    }

    @Test
    void ownPostsAnswersAndTheirParentsMakeTheTimeline() throws NetworkException {
        RemoteId question = world.mention("jo", "acme", "open today?", NOW.minusSeconds(60));
        world.post("acme", "Good morning", NOW.minusSeconds(50));
        world.comment("acme", question, "until six", NOW.minusSeconds(40));
        var page = network.timelineSource().orElseThrow().fetch(CALL, ALL);
        assertThat(page.posts()).extracting(p -> p.text()).containsExactly("Good morning");
        assertThat(page.answers()).extracting(InboxItem::text).containsExactly("until six");
        assertThat(page.context()).extracting(InboxItem::text).containsExactly("open today?");
    }

    @ParameterizedTest
    @EnumSource(InboxFeed.class)
    void everyFeedIsReadPageByPageWithoutLossOrDoubles(InboxFeed feed) throws NetworkException {
        RemoteId post = world.post("acme", "post", NOW);
        List<String> seen = new ArrayList<>();
        String cursor = null;
        for (int i = 0; i < 7; i++) {
            write(feed, post, "a" + i);
            InboxPage page = new LoopbackNetwork(world)
                    .inboxSource()
                    .orElseThrow()
                    .fetch(CALL, feed, new FetchWindow(cursor, null, 2));
            page.items().forEach(item -> seen.add(item.text()));
            cursor = page.nextCursor();
            write(feed, post, "b" + i);
        }
        for (boolean complete = false; !complete; ) {
            InboxPage page = network.inboxSource().orElseThrow().fetch(CALL, feed, new FetchWindow(cursor, null, 2));
            page.items().forEach(item -> seen.add(item.text()));
            cursor = page.nextCursor();
            complete = page.complete();
        }
        assertThat(seen)
                .containsExactly("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4", "a5", "b5", "a6", "b6");
    }

    private void write(InboxFeed feed, RemoteId post, String text) {
        switch (feed) {
            case MENTIONS -> world.mention("jo", "acme", text, NOW);
            case COMMENTS -> world.comment("jo", post, text, NOW);
            case DIRECT_MESSAGES -> world.direct("jo", "acme", "jo", text, NOW);
            case REVIEWS -> world.review("jo", "acme", text, NOW);
        }
    }

    @Test
    void anUnreadableCursorIsInvalid() {
        assertThat(kind(() -> network.timelineSource().orElseThrow().fetch(CALL, new FetchWindow("x", null, 10))))
                .isEqualTo(ErrorKind.CURSOR_INVALID);
    }

    @Test
    void answeringModeratingAndTakingBackTakeEffectOnce() throws NetworkException {
        var responder = network.responder().orElseThrow();
        RemoteId hello = world.direct("jo", "acme", "jo", "hello", NOW);
        ReplyTarget target = new ReplyTarget(
                hello, ItemKind.DIRECT_MESSAGE, new RemoteId("d-acme-jo"), new RemoteId("jo"), "jo", NOW);
        Sent sent = responder.reply(CALL, target, OutboundMessage.ofText("hi"));
        assertThat(responder.reply(CALL, target, OutboundMessage.ofText("hi"))).isEqualTo(sent);
        InboxPage page = network.inboxSource().orElseThrow().fetch(CALL, InboxFeed.DIRECT_MESSAGES, ALL);
        assertThat(page.answers()).extracting(InboxItem::text).containsExactly("hi");
        assertThat(page.answers().get(0).conversation())
                .isEqualTo(page.items().get(0).conversation());
        responder.hide(CALL, target, true);
        responder.like(CALL, target, true);
        assertThat(world.isHidden(hello)).isTrue();
        assertThat(world.likes(hello)).isOne();
        responder.remove(CALL, target);
        assertThat(kind(() -> responder.remove(CALL, target))).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(network.inboxSource()
                        .orElseThrow()
                        .recheck(CALL, List.of(hello))
                        .removed())
                .containsExactly(hello);
    }

    @Test
    void figuresFollowTheWorld() throws NetworkException {
        world.followers("acme", 12);
        RemoteId post = world.post("acme", "post", NOW);
        world.comment("jo", post, "nice", NOW);
        var analytics = network.analyticsSource().orElseThrow();
        assertThat(analytics.collect(CALL, new MetricQuery(List.of(), NOW, NOW)))
                .singleElement()
                .satisfies(s -> assertThat(s.value()).isEqualTo(12));
        assertThat(analytics.collect(CALL, new MetricQuery(List.of(post), NOW, NOW)))
                .extracting(s -> s.metric() + " " + s.value())
                .containsExactly("reactions 0.0", "comments 1.0");
    }

    @Test
    void webhooksAreSignedAndTellWhatHappened() throws NetworkException {
        var webhooks = network.webhookReceiver().orElseThrow();
        RemoteId mention = world.mention("jo", "acme", "hé 😀", NOW);
        WebhookRequest request = world.webhook("received", mention, "secret", NOW);
        assertThat(webhooks.verify(request, "secret")).isTrue();
        assertThat(webhooks.verify(request, "other")).isFalse();
        assertThat(webhooks.verify(request, "")).isFalse();
        var received = (WebhookSignal.ItemReceived) webhooks.parse(request).get(0);
        InboxItem fetched = network.inboxSource()
                .orElseThrow()
                .fetch(CALL, InboxFeed.MENTIONS, ALL)
                .items()
                .get(0);
        assertThat(received.item())
                .usingRecursiveComparison()
                .ignoringFields("raw")
                .isEqualTo(fetched);
        assertThat(webhooks.parse(world.webhook("removed", mention, "secret", NOW)))
                .containsExactly(new WebhookSignal.ItemRemoved(new RemoteId("acme"), mention));
        assertThat(new String(
                        webhooks.handshake(world.challenge("c", NOW), "secret")
                                .orElseThrow()
                                .body(),
                        StandardCharsets.UTF_8))
                .hasSize(64);
    }
}
