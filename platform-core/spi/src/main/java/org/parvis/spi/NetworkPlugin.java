package org.parvis.spi;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One social network, as a translator between its wire and the platform's vocabulary. A bundle registers exactly one as a
 * service with the property {@value #NETWORK_ID}, and carries its descriptor as {@code OSGI-INF/network/<id>.json}.
 *
 * <p>A plugin holds no state, starts no threads, sleeps, retries, caches or stores nothing and reads no clock of its own:
 * everything comes with the {@link NetworkCall}. One instance serves many threads at once. A facet is present exactly when
 * the descriptor declares a capability it serves.
 */
@ConsumerType
public interface NetworkPlugin {
    /** Service property: the network's id. */
    String NETWORK_ID = "network.id";

    AccountLinker accountLinker();

    default Optional<Publisher> publisher() {
        return Optional.empty();
    }

    default Optional<TimelineSource> timelineSource() {
        return Optional.empty();
    }

    default Optional<InboxSource> inboxSource() {
        return Optional.empty();
    }

    default Optional<Responder> responder() {
        return Optional.empty();
    }

    default Optional<AnalyticsSource> analyticsSource() {
        return Optional.empty();
    }

    default Optional<WebhookReceiver> webhookReceiver() {
        return Optional.empty();
    }

    default Optional<WebhookSubscriber> webhookSubscriber() {
        return Optional.empty();
    }

    default Optional<QuotaReader> quotaReader() {
        return Optional.empty();
    }
}
