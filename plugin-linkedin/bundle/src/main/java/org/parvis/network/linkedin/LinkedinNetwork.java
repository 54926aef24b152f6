package org.parvis.network.linkedin;

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

/** The network LinkedIn. Holds nothing: every facet gets what it needs with the call. LinkedIn says no quotas in its answers. */
@Component(service = NetworkPlugin.class, property = NetworkPlugin.NETWORK_ID + "=linkedin")
public final class LinkedinNetwork implements NetworkPlugin {
    private final AccountLinker linker = new LinkedinLinker();
    private final Publisher publisher = new LinkedinPublisher();
    private final TimelineSource timeline = new LinkedinTimeline();
    private final InboxSource inbox = new LinkedinInbox();
    private final Responder responder = new LinkedinResponder();
    private final AnalyticsSource analytics = new LinkedinAnalytics();
    private final WebhookReceiver webhooks = new LinkedinWebhooks();
    private final WebhookSubscriber subscriber = new LinkedinSubscriber();

    @Activate
    public LinkedinNetwork() {}

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
