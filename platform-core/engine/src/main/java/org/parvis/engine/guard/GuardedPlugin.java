package org.parvis.engine.guard;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemKind;
import org.parvis.model.MetricSample;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.KnownItem;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.Permission;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.Sent;
import org.parvis.spi.SignIn;
import org.parvis.spi.TextMeasure;
import org.parvis.spi.TimelineSource;
import org.parvis.spi.TokenGrant;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;
import org.parvis.spi.http.HttpResponse;

/**
 * A plugin as the core sees it: every method of every facet crosses the {@link Boundary}, and what the descriptor does not
 * declare is refused without asking. A test proves that no method of the SPI is missing here. Thread-safe as the plugin is.
 */
final class GuardedPlugin implements NetworkPlugin {
    private final NetworkPlugin plugin;
    private final Boundary boundary;
    private final Supplier<NetworkDescriptor> descriptor;

    GuardedPlugin(NetworkPlugin plugin, Boundary boundary, Supplier<NetworkDescriptor> descriptor) {
        this.plugin = plugin;
        this.boundary = boundary;
        this.descriptor = descriptor;
    }

    @Override
    public AccountLinker accountLinker() {
        return new GuardedLinker(boundary.pure("accountLinker", plugin::accountLinker, linker -> linker));
    }

    @Override
    public Optional<Publisher> publisher() {
        return facet("publisher", plugin::publisher, GuardedPublisher::new);
    }

    @Override
    public Optional<TimelineSource> timelineSource() {
        return facet("timelineSource", plugin::timelineSource, GuardedTimeline::new);
    }

    @Override
    public Optional<InboxSource> inboxSource() {
        return facet("inboxSource", plugin::inboxSource, GuardedInbox::new);
    }

    @Override
    public Optional<Responder> responder() {
        return facet("responder", plugin::responder, GuardedResponder::new);
    }

    @Override
    public Optional<AnalyticsSource> analyticsSource() {
        return facet("analyticsSource", plugin::analyticsSource, GuardedAnalytics::new);
    }

    @Override
    public Optional<WebhookReceiver> webhookReceiver() {
        return facet("webhookReceiver", plugin::webhookReceiver, GuardedWebhooks::new);
    }

    @Override
    public Optional<WebhookSubscriber> webhookSubscriber() {
        return facet("webhookSubscriber", plugin::webhookSubscriber, GuardedSubscriber::new);
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        return facet("quotaReader", plugin::quotaReader, GuardedQuotaReader::new);
    }

    private <F> Optional<F> facet(String method, Supplier<Optional<F>> facet, Function<F, F> guarded) {
        return boundary.pure(method, facet::get, there -> there).map(guarded);
    }

    private void require(Capability capability) throws NetworkException {
        if (!descriptor.get().offers(capability)) {
            throw new NetworkException(
                    ErrorKind.UNSUPPORTED,
                    descriptor.get().displayName() + " does not offer " + capability + " through Parvis");
        }
    }

    final class GuardedLinker implements AccountLinker {
        private final AccountLinker linker;

        GuardedLinker(AccountLinker linker) {
            this.linker = linker;
        }

        @Override
        public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
            return boundary.cross("listAccounts", () -> linker.listAccounts(call), Answers::accounts);
        }

        @Override
        public TokenGrant exchange(LinkingCall call, TokenGrant grant) throws NetworkException {
            return boundary.cross("exchange", () -> linker.exchange(call, grant), Answers::grant);
        }

        @Override
        public TokenGrant signIn(LinkingCall call, SignIn signIn) throws NetworkException {
            return boundary.cross("signIn", () -> linker.signIn(call, signIn), Answers::grant);
        }

        @Override
        public Optional<TokenGrant> refresh(LinkingCall call, TokenGrant grant) throws NetworkException {
            return boundary.cross("refresh", () -> linker.refresh(call, grant), found -> found.map(Answers::grant));
        }

        @Override
        public boolean revoke(LinkingCall call, TokenGrant grant) throws NetworkException {
            return boundary.cross("revoke", () -> linker.revoke(call, grant), revoked -> revoked);
        }
    }

    final class GuardedPublisher implements Publisher {
        private final Publisher publisher;

        GuardedPublisher(Publisher publisher) {
            this.publisher = publisher;
        }

        @Override
        public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
            require(Capability.PUBLISH);
            return boundary.cross("publish", () -> publisher.publish(call, variant), Answers::outcome);
        }

        @Override
        public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
            require(Capability.PUBLISH);
            return boundary.cross("resume", () -> publisher.resume(call, variant, token), Answers::outcome);
        }

        @Override
        public Reconciliation reconcile(
                NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
                throws NetworkException {
            require(Capability.PUBLISH);
            return boundary.cross(
                    "reconcile", () -> publisher.reconcile(call, variant, token, notBefore), Answers::reconciliation);
        }

        @Override
        public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
            require(Capability.RETRACT);
            boundary.task("retract", () -> publisher.retract(call, publication));
        }

        @Override
        public void edit(NetworkCall call, RemoteId publication, Variant variant) throws NetworkException {
            require(Capability.EDIT);
            boundary.task("edit", () -> publisher.edit(call, publication, variant));
        }

        @Override
        public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
            require(Capability.FIRST_COMMENT);
            return boundary.cross("comment", () -> publisher.comment(call, publication, text), Answers::sent);
        }

        @Override
        public List<Violation> validate(Variant variant) {
            return boundary.pure("validate", () -> publisher.validate(variant), Answers::violations);
        }

        @Override
        public TextMeasure measure(String text) {
            return boundary.pure("measure", () -> publisher.measure(text), Answers::measure);
        }
    }

    final class GuardedTimeline implements TimelineSource {
        private final TimelineSource timeline;

        GuardedTimeline(TimelineSource timeline) {
            this.timeline = timeline;
        }

        @Override
        public TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
            require(Capability.TIMELINE);
            return boundary.cross(
                    "timeline fetch",
                    () -> timeline.fetch(call, window),
                    page -> Answers.timelinePage(page, flaw -> boundary.complain("timeline fetch", flaw)));
        }
    }

    final class GuardedInbox implements InboxSource {
        private final InboxSource inbox;

        GuardedInbox(InboxSource inbox) {
            this.inbox = inbox;
        }

        @Override
        public Set<InboxFeed> feeds() {
            return boundary.pure("feeds", inbox::feeds, Answers::feeds);
        }

        @Override
        public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException {
            require(capability(feed));
            return boundary.cross(
                    "fetch",
                    () -> inbox.fetch(call, feed, window),
                    page -> Answers.inboxPage(page, flaw -> boundary.complain("fetch", flaw)));
        }

        @Override
        public Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
            return boundary.cross(
                    "recheck",
                    () -> inbox.recheck(call, List.copyOf(items)),
                    found -> Answers.recheck(found, flaw -> boundary.complain("recheck", flaw)));
        }

        @Override
        public Recheck recheckItems(NetworkCall call, List<KnownItem> items) throws NetworkException {
            return boundary.cross(
                    "recheck",
                    () -> inbox.recheckItems(call, List.copyOf(items)),
                    found -> Answers.recheck(found, flaw -> boundary.complain("recheck", flaw)));
        }

        private Capability capability(InboxFeed feed) {
            switch (feed) {
                case MENTIONS:
                    return Capability.INBOX_MENTIONS;
                case DIRECT_MESSAGES:
                    return Capability.INBOX_DIRECT;
                case REVIEWS:
                    return Capability.INBOX_REVIEWS;
                default:
                    return Capability.INBOX_COMMENTS;
            }
        }
    }

    final class GuardedResponder implements Responder {
        private final Responder responder;

        GuardedResponder(Responder responder) {
            this.responder = responder;
        }

        @Override
        public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
            require(target.kind() == ItemKind.DIRECT_MESSAGE ? Capability.REPLY_DIRECT : Capability.REPLY_COMMENT);
            return boundary.cross("reply", () -> responder.reply(call, target, message), Answers::sent);
        }

        @Override
        public Sent replyPrivately(NetworkCall call, ReplyTarget target, OutboundMessage message)
                throws NetworkException {
            require(Capability.PRIVATE_REPLY);
            return boundary.cross(
                    "replyPrivately", () -> responder.replyPrivately(call, target, message), Answers::sent);
        }

        @Override
        public Permission mayReply(ReplyTarget target) {
            return boundary.pure("mayReply", () -> responder.mayReply(target), Answers::permission);
        }

        @Override
        public void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
            require(Capability.HIDE_COMMENT);
            boundary.task("hide", () -> responder.hide(call, target, hidden));
        }

        @Override
        public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
            require(Capability.REMOVE_COMMENT);
            boundary.task("remove", () -> responder.remove(call, target));
        }

        @Override
        public void like(NetworkCall call, ReplyTarget target, boolean liked) throws NetworkException {
            require(Capability.REACT);
            boundary.task("like", () -> responder.like(call, target, liked));
        }
    }

    final class GuardedAnalytics implements AnalyticsSource {
        private final AnalyticsSource analytics;

        GuardedAnalytics(AnalyticsSource analytics) {
            this.analytics = analytics;
        }

        @Override
        public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
            require(query.publications().isEmpty() ? Capability.ANALYTICS_ACCOUNT : Capability.ANALYTICS_PUBLICATION);
            return boundary.cross(
                    "collect",
                    () -> analytics.collect(call, query),
                    samples -> Answers.samples(samples, flaw -> boundary.complain("collect", flaw)));
        }
    }

    final class GuardedWebhooks implements WebhookReceiver {
        private final WebhookReceiver receiver;

        GuardedWebhooks(WebhookReceiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public Optional<WebhookReply> handshake(WebhookRequest request, String secret) {
            return boundary.pure("handshake", () -> receiver.handshake(request, secret), Answers::reply);
        }

        @Override
        public boolean verify(WebhookRequest request, String secret) {
            return boundary.pure("verify", () -> receiver.verify(request, secret), verified -> verified);
        }

        @Override
        public List<WebhookSignal> parse(WebhookRequest request) throws NetworkException {
            return boundary.cross(
                    "parse",
                    () -> receiver.parse(request),
                    signals -> Answers.signals(signals, flaw -> boundary.complain("parse", flaw)));
        }
    }

    final class GuardedSubscriber implements WebhookSubscriber {
        private final WebhookSubscriber subscriber;

        GuardedSubscriber(WebhookSubscriber subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void subscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
            require(Capability.WEBHOOKS);
            boundary.task("subscribe", () -> subscriber.subscribe(call, subscription));
        }

        @Override
        public void unsubscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
            require(Capability.WEBHOOKS);
            boundary.task("unsubscribe", () -> subscriber.unsubscribe(call, subscription));
        }

        @Override
        public Standing describe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
            require(Capability.WEBHOOKS);
            return boundary.cross("describe", () -> subscriber.describe(call, subscription), Answers::standing);
        }
    }

    final class GuardedQuotaReader implements QuotaReader {
        private final QuotaReader reader;

        GuardedQuotaReader(QuotaReader reader) {
            this.reader = reader;
        }

        @Override
        public List<QuotaObservation> read(String operation, HttpResponse response) {
            return boundary.pure(
                    "quota read",
                    () -> reader.read(operation, response),
                    found -> Answers.observations(found, flaw -> boundary.complain("quota read", flaw)));
        }
    }
}
