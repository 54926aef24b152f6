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
 * The plugin of the network in memory. Like every plugin it keeps nothing; {@link #world()} is the network itself, which with
 * others lives on servers far away.
 */
@Component(service = NetworkPlugin.class, property = NetworkPlugin.NETWORK_ID + "=loopback")
public final class LoopbackNetwork implements NetworkPlugin {
    private final LoopbackWorld world;

    @Activate
    public LoopbackNetwork() {
        this(new LoopbackWorld());
    }

    /** A plugin for a world that others know too, for instance another instance of the plugin after an update. */
    public LoopbackNetwork(LoopbackWorld world) {
        this.world = world;
    }

    /** The network behind the plugin: make things happen there, and see what arrived. */
    public LoopbackWorld world() {
        return world;
    }

    @Override
    public AccountLinker accountLinker() {
        return call -> world.linkable(call.accessToken());
    }

    @Override
    public Optional<Publisher> publisher() {
        return Optional.of(new LoopbackPublisher(world));
    }

    @Override
    public Optional<TimelineSource> timelineSource() {
        return Optional.of(new LoopbackReader(world));
    }

    @Override
    public Optional<InboxSource> inboxSource() {
        return Optional.of(new LoopbackReader(world));
    }

    @Override
    public Optional<Responder> responder() {
        return Optional.of(new LoopbackResponder(world));
    }

    @Override
    public Optional<AnalyticsSource> analyticsSource() {
        return Optional.of(new LoopbackAnalytics(world));
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
