package org.parvis.loopback;

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

/**
 * The plugin of the loopback network: the smallest one that does everything the SPI knows, and so the example of a plugin and
 * the compatibility kit's own subject. Like every plugin it keeps nothing. The network itself is a small server that runs in
 * tests only.
 */
@Component(service = NetworkPlugin.class, property = NetworkPlugin.NETWORK_ID + "=loopback")
public final class LoopbackNetwork implements NetworkPlugin {
    @Activate
    public LoopbackNetwork() {}

    @Override
    public AccountLinker accountLinker() {
        return new LoopbackLinker();
    }

    @Override
    public Optional<Publisher> publisher() {
        return Optional.of(new LoopbackPublisher());
    }

    @Override
    public Optional<TimelineSource> timelineSource() {
        return Optional.of(new LoopbackReader());
    }

    @Override
    public Optional<InboxSource> inboxSource() {
        return Optional.of(new LoopbackReader());
    }

    @Override
    public Optional<Responder> responder() {
        return Optional.of(new LoopbackResponder());
    }

    @Override
    public Optional<AnalyticsSource> analyticsSource() {
        return Optional.of(new LoopbackAnalytics());
    }

    @Override
    public Optional<WebhookReceiver> webhookReceiver() {
        return Optional.of(new LoopbackWebhooks());
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        return Optional.of(new LoopbackQuotas());
    }
}
