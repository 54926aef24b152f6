package social.example.bluesky;

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

/** The network Bluesky. Keeps nothing; every facet is made anew for whoever asks. */
@Component(service = NetworkPlugin.class, property = NetworkPlugin.NETWORK_ID + "=bluesky")
public final class BlueskyNetwork implements NetworkPlugin {
    @Activate
    public BlueskyNetwork() {}

    @Override
    public AccountLinker accountLinker() {
        return new BlueskyLinker();
    }

    @Override
    public Optional<Publisher> publisher() {
        return Optional.of(new BlueskyPublisher());
    }

    @Override
    public Optional<TimelineSource> timelineSource() {
        return Optional.of(new BlueskyTimeline());
    }

    @Override
    public Optional<InboxSource> inboxSource() {
        return Optional.of(new BlueskyInbox());
    }

    @Override
    public Optional<Responder> responder() {
        return Optional.of(new BlueskyResponder());
    }

    @Override
    public Optional<AnalyticsSource> analyticsSource() {
        return Optional.of(new BlueskyAnalytics());
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        return Optional.of(new BlueskyQuotas());
    }
}
