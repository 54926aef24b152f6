package org.parvis.loopback;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.model.MetricSample;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.Sent;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;

/** Loopback's facets, for mutants to override one thing of. */
final class Passing {
    private Passing() {}

    static class Linker implements AccountLinker {
        final AccountLinker to = new LoopbackLinker();

        @Override
        public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
            return to.listAccounts(call);
        }
    }

    static class Publishing implements Publisher {
        final Publisher to = new LoopbackPublisher();

        @Override
        public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
            return to.publish(call, variant);
        }

        @Override
        public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token) throws NetworkException {
            return to.resume(call, variant, token);
        }

        @Override
        public Reconciliation reconcile(
                NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
                throws NetworkException {
            return to.reconcile(call, variant, token, notBefore);
        }

        @Override
        public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
            to.retract(call, publication);
        }

        @Override
        public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
            return to.comment(call, publication, text);
        }

        @Override
        public List<Violation> validate(Variant variant) {
            return to.validate(variant);
        }
    }

    static class Inbox implements InboxSource {
        final InboxSource to = new LoopbackReader();
        private final InboxFeed feed;

        /** Spoils the comments. */
        Inbox() {
            this(InboxFeed.COMMENTS);
        }

        /** Spoils one feed. */
        Inbox(InboxFeed feed) {
            this.feed = feed;
        }

        @Override
        public Set<InboxFeed> feeds() {
            return to.feeds();
        }

        @Override
        public InboxPage fetch(NetworkCall call, InboxFeed asked, FetchWindow window) throws NetworkException {
            return asked == feed ? spoiled(call, window) : to.fetch(call, asked, window);
        }

        InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
            return to.fetch(call, feed, window);
        }

        @Override
        public Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
            return to.recheck(call, items);
        }
    }

    static class Answering implements Responder {
        final Responder to = new LoopbackResponder();

        @Override
        public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
            return to.reply(call, target, message);
        }

        @Override
        public void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
            to.hide(call, target, hidden);
        }

        @Override
        public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
            to.remove(call, target);
        }

        @Override
        public void like(NetworkCall call, ReplyTarget target, boolean liked) throws NetworkException {
            to.like(call, target, liked);
        }
    }

    static class Figures implements AnalyticsSource {
        final AnalyticsSource to = new LoopbackAnalytics();

        @Override
        public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
            return to.collect(call, query);
        }
    }

    static class Webhooks implements WebhookReceiver {
        final WebhookReceiver to = new LoopbackWebhooks();

        @Override
        public Optional<WebhookReply> handshake(WebhookRequest request, String secret) {
            return to.handshake(request, secret);
        }

        @Override
        public boolean verify(WebhookRequest request, String secret) {
            return to.verify(request, secret);
        }

        @Override
        public List<WebhookSignal> parse(WebhookRequest request) throws NetworkException {
            return to.parse(request);
        }
    }
}
