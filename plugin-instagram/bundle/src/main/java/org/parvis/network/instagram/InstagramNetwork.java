package org.parvis.network.instagram;

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

/** Instagram. Holds nothing: every facet gets what it needs with the call. */
@Component(service = NetworkPlugin.class, property = NetworkPlugin.NETWORK_ID + "=instagram")
public final class InstagramNetwork implements NetworkPlugin {

    private final AccountLinker linker = new InstagramLinker();
    private final Publisher publisher = new InstagramPublisher();
    private final TimelineSource timeline = new InstagramTimeline();
    private final InboxSource inbox = new InstagramInbox();
    private final Responder responder = new InstagramResponder();
    private final AnalyticsSource analytics = new InstagramAnalytics();
    private final WebhookReceiver webhooks = new InstagramWebhooks();
    private final WebhookSubscriber subscriber = new InstagramSubscriber();
    private final QuotaReader quotas = new GraphQuotas();

    @Activate
    public InstagramNetwork() {}

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
