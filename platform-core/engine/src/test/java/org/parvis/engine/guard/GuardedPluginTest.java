package org.parvis.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.parvis.engine.call.FakeNetworkPlugin;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.model.Author;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.MetricSample;
import org.parvis.model.QuotaRule;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.Sent;
import org.parvis.spi.TextMeasure;
import org.parvis.spi.TimelineSource;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.http.HttpResponse;

class GuardedPluginTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ReplyTarget TARGET =
            new ReplyTarget(new RemoteId("1"), ItemKind.COMMENT, new RemoteId("1"), new RemoteId("2"), "jo", NOW);

    private final List<String> defects = new ArrayList<>();

    @Test
    void everyMethodOfEveryFacetIsGuarded() {
        Map<Class<?>, Class<?>> guarded = Map.of(
                NetworkPlugin.class, GuardedPlugin.class,
                AccountLinker.class, GuardedPlugin.GuardedLinker.class,
                Publisher.class, GuardedPlugin.GuardedPublisher.class,
                TimelineSource.class, GuardedPlugin.GuardedTimeline.class,
                InboxSource.class, GuardedPlugin.GuardedInbox.class,
                Responder.class, GuardedPlugin.GuardedResponder.class,
                AnalyticsSource.class, GuardedPlugin.GuardedAnalytics.class,
                WebhookReceiver.class, GuardedPlugin.GuardedWebhooks.class,
                WebhookSubscriber.class, GuardedPlugin.GuardedSubscriber.class,
                QuotaReader.class, GuardedPlugin.GuardedQuotaReader.class);
        for (Method facet : NetworkPlugin.class.getMethods()) {
            Class<?> type = facet.getReturnType() == Optional.class
                    ? (Class<?>) ((java.lang.reflect.ParameterizedType) facet.getGenericReturnType())
                            .getActualTypeArguments()[0]
                    : facet.getReturnType();
            assertThat(guarded).as("a new facet needs a guard").containsKey(type);
        }
        guarded.forEach((type, guard) -> Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .forEach(method -> assertThatCode(
                                () -> guard.getDeclaredMethod(method.getName(), method.getParameterTypes()))
                        .as("%s must override %s", guard.getSimpleName(), method)
                        .doesNotThrowAnyException()));
    }

    @Test
    void whatIsNotDeclaredIsRefusedWithoutAskingThePlugin() {
        NetworkPlugin plugin = guard(
                FakeNetworkPlugin.builder()
                        .publisher((call, variant) -> {
                            throw new AssertionError("asked");
                        })
                        .responder((call, target, message) -> {
                            throw new AssertionError("asked");
                        })
                        .analytics((call, query) -> {
                            throw new AssertionError("asked");
                        })
                        .build(),
                Capability.TIMELINE);

        unsupported(() -> plugin.publisher().get().publish(null, Variant.ofText("x")));
        unsupported(() -> plugin.publisher().get().retract(null, new RemoteId("1")));
        unsupported(() -> plugin.responder().get().reply(null, TARGET, OutboundMessage.ofText("x")));
        unsupported(() -> plugin.responder().get().hide(null, TARGET, true));
        unsupported(() -> plugin.responder().get().remove(null, TARGET));
        unsupported(() -> plugin.responder().get().like(null, TARGET, true));
        unsupported(() -> plugin.analyticsSource().get().collect(null, new MetricQuery(List.of(), NOW, NOW)));
        assertThat(defects).isEmpty();
    }

    @Test
    void nullsAndWhatHasNoBoundsAreDefects() {
        List<PublishOutcome> outcomes = new ArrayList<>(Arrays.asList(
                null,
                new PublishOutcome.Published(null, null, NOW),
                new PublishOutcome.Published(new RemoteId("1"), null, null),
                new PublishOutcome.Pending(
                        new ResumeToken("x".repeat(ResumeToken.MAX_LENGTH + 1)), Duration.ofSeconds(1), NOW),
                new PublishOutcome.Pending(new ResumeToken("x"), Duration.ofSeconds(-1), NOW),
                new PublishOutcome.Pending(null, Duration.ofSeconds(1), NOW)));
        for (PublishOutcome outcome : outcomes) {
            NetworkPlugin plugin = guard(
                    FakeNetworkPlugin.builder()
                            .publisher((call, variant) -> outcome)
                            .build(),
                    Capability.PUBLISH);
            assertThat(failure(() -> plugin.publisher().get().publish(null, Variant.ofText("x")))
                            .kind())
                    .as("%s", outcome)
                    .isEqualTo(ErrorKind.DEFECT);
        }
        assertThat(defects).hasSize(outcomes.size());
    }

    @Test
    void aGarbageAnswerToAReplyIsADefect() {
        NetworkPlugin plugin = guard(
                FakeNetworkPlugin.builder()
                        .responder((call, target, message) -> new Sent(null, NOW))
                        .build(),
                Capability.INBOX_COMMENTS,
                Capability.REPLY_COMMENT);

        assertThat(failure(() -> plugin.responder().get().reply(null, TARGET, OutboundMessage.ofText("x")))
                        .kind())
                .isEqualTo(ErrorKind.DEFECT);
    }

    @Test
    void oneBadItemIsLeftOutAndThePageGoesOn() throws Exception {
        InboxItem good = item("1", "hello");
        InboxPage page = new InboxPage(
                List.of(good, item("2", null), item("3", "x".repeat(Answers.LONGEST_TEXT + 1)), item("4", "bye")),
                List.of(),
                List.of(),
                "cursor",
                false);
        NetworkPlugin plugin = guard(inbox(page), Capability.INBOX_MENTIONS);

        InboxPage checked =
                plugin.inboxSource().get().fetch(null, InboxFeed.MENTIONS, new FetchWindow(null, null, 100));

        assertThat(checked.items()).extracting(i -> i.id().value()).containsExactly("1", "4");
        assertThat(checked.nextCursor()).isEqualTo("cursor");
        assertThat(defects).hasSize(2).allSatisfy(defect -> assertThat(defect).contains("left out"));
    }

    @Test
    void cursorsAndPagesAreBounded() {
        InboxPage cursor = new InboxPage(List.of(), List.of(), List.of(), "c".repeat(2049), false);
        InboxPage large = new InboxPage(
                java.util.Collections.nCopies(Answers.MOST_ENTRIES + 1, item("1", "a")),
                List.of(),
                List.of(),
                null,
                true);
        for (InboxPage page : List.of(cursor, large)) {
            NetworkPlugin plugin = guard(inbox(page), Capability.INBOX_MENTIONS);
            assertThat(failure(() -> plugin.inboxSource()
                                    .get()
                                    .fetch(null, InboxFeed.MENTIONS, new FetchWindow(null, null, 100)))
                            .kind())
                    .isEqualTo(ErrorKind.DEFECT);
        }
    }

    @Test
    void figuresAndBudgetsThatMakeNoSenseAreLeftOut() throws Exception {
        MetricSample fine = new MetricSample("reach", null, NOW, NOW, 1, new TreeMap<>());
        NetworkPlugin plugin = guard(
                FakeNetworkPlugin.builder()
                        .analytics((call, query) -> List.of(
                                fine,
                                new MetricSample("reach", null, NOW, NOW, Double.NaN, new TreeMap<>()),
                                new MetricSample(null, null, NOW, NOW, 1, new TreeMap<>())))
                        .quotas((operation, response) -> List.of(
                                new QuotaObservation("b", QuotaRule.Scope.APP, 10, -1, NOW),
                                new QuotaObservation("b", QuotaRule.Scope.APP, 10, 5, NOW)))
                        .build(),
                Capability.ANALYTICS_ACCOUNT);

        assertThat(plugin.analyticsSource().get().collect(null, new MetricQuery(List.of(), NOW, NOW)))
                .containsExactly(fine);
        assertThat(plugin.quotaReader().get().read("x", new HttpResponse(200, Map.of(), new byte[0])))
                .hasSize(1);
    }

    @Test
    void pureMethodsThatThrowAreDefects() {
        NetworkPlugin plugin = guard(
                FakeNetworkPlugin.builder()
                        .publisher(new Publisher() {
                            @Override
                            public PublishOutcome publish(NetworkCall call, Variant variant) {
                                return null;
                            }

                            @Override
                            public TextMeasure measure(String text) {
                                return new TextMeasure(-1);
                            }
                        })
                        .build(),
                Capability.PUBLISH);

        assertThatThrownBy(() -> plugin.publisher().get().measure("x")).isInstanceOf(PluginDefectException.class);
        assertThat(defects).hasSize(1);
    }

    private NetworkPlugin guard(NetworkPlugin plugin, Capability... capabilities) {
        Boundary boundary = new Boundary("birdsong", getClass().getClassLoader(), defects::add);
        return new GuardedPlugin(plugin, boundary, () -> TestDescriptors.descriptor("birdsong", capabilities));
    }

    private static NetworkPlugin inbox(InboxPage page) {
        return FakeNetworkPlugin.builder()
                .inbox(new InboxSource() {
                    @Override
                    public java.util.Set<InboxFeed> feeds() {
                        return java.util.Set.of(InboxFeed.MENTIONS);
                    }

                    @Override
                    public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) {
                        return page;
                    }
                })
                .build();
    }

    private static InboxItem item(String id, String text) {
        return InboxItem.builder(
                        new RemoteId(id), ItemKind.MENTION, new Author(new RemoteId("9"), "jo", "Jo", null), NOW)
                .text(text)
                .build();
    }

    private static void unsupported(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThat(failure(work).kind()).isEqualTo(ErrorKind.UNSUPPORTED);
    }

    private static NetworkException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        NetworkException failure = catchThrowableOfType(NetworkException.class, work);
        assertThat(failure).isNotNull();
        return failure;
    }
}
