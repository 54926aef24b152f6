package org.parvis.network.twitter;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.Publisher;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.Responder;
import org.parvis.spi.TimelineSource;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookSubscriber;

/** The network X. Holds nothing: every facet gets what it needs with the call. */
@Component(service = NetworkPlugin.class, property = NetworkPlugin.NETWORK_ID + "=twitter")
public final class TwitterNetwork implements NetworkPlugin {
    private final AccountLinker linker = new TwitterLinker();
    private final Publisher publisher = new TwitterPublisher();
    private final TimelineSource timeline = new TwitterTimeline();
    private final InboxSource inbox = new TwitterInbox();
    private final Responder responder = new TwitterResponder();
    private final AnalyticsSource analytics = new TwitterAnalytics();
    private final WebhookReceiver webhooks = new TwitterWebhooks();
    private final WebhookSubscriber subscriber = new TwitterSubscriber();
    private final QuotaReader quotas = new TwitterQuotas();

    @Activate
    public TwitterNetwork() {}

    @Override
    public AccountLinker accountLinker() {
        return linker;
    }

    @Override
    public Optional<Publisher> publisher() {
        return Optional.of(publisher);
    }

    @Override
    public Optional<TimelineSource> timelineSource() {
        return Optional.of(timeline);
    }

    @Override
    public Optional<InboxSource> inboxSource() {
        return Optional.of(inbox);
    }

    @Override
    public Optional<Responder> responder() {
        return Optional.of(responder);
    }

    @Override
    public Optional<AnalyticsSource> analyticsSource() {
        return Optional.of(analytics);
    }

    @Override
    public Optional<WebhookReceiver> webhookReceiver() {
        return Optional.of(webhooks);
    }

    @Override
    public Optional<WebhookSubscriber> webhookSubscriber() {
        return Optional.of(subscriber);
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        return Optional.of(quotas);
    }
}
