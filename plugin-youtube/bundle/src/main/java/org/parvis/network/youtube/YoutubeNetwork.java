package org.parvis.network.youtube;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.Publisher;
import org.parvis.spi.Responder;
import org.parvis.spi.TimelineSource;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookSubscriber;

/** The network YouTube. Holds nothing: every facet gets what it needs with the call. */
@Component(service = NetworkPlugin.class, property = NetworkPlugin.NETWORK_ID + "=youtube")
public final class YoutubeNetwork implements NetworkPlugin {
    private final AccountLinker linker = new YoutubeLinker();
    private final Publisher publisher = new YoutubePublisher();
    private final TimelineSource timeline = new YoutubeTimeline();
    private final InboxSource inbox = new YoutubeInbox();
    private final Responder responder = new YoutubeResponder();
    private final AnalyticsSource analytics = new YoutubeAnalytics();
    private final WebhookReceiver webhooks = new YoutubeWebhooks();
    private final WebhookSubscriber subscriber = new YoutubeSubscriber();

    @Activate
    public YoutubeNetwork() {}

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
}
