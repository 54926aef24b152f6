package org.parvis.network.facebook;

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

/** Facebook Pages. Holds nothing: every facet gets what it needs with the call. */
@Component(service = NetworkPlugin.class, property = NetworkPlugin.NETWORK_ID + "=facebook")
public final class FacebookNetwork implements NetworkPlugin {

    private final AccountLinker linker = new FacebookLinker();
    private final Publisher publisher = new FacebookPublisher();
    private final TimelineSource timeline = new FacebookTimeline();
    private final InboxSource inbox = new FacebookInbox();
    private final Responder responder = new FacebookResponder();
    private final AnalyticsSource analytics = new FacebookAnalytics();
    private final WebhookReceiver webhooks = new FacebookWebhooks();
    private final WebhookSubscriber subscriber = new FacebookSubscriber();
    private final QuotaReader quotas = new GraphQuotas();

    @Activate
    public FacebookNetwork() {}

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
