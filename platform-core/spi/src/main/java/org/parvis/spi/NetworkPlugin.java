package org.parvis.spi;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One social network, as a translator between its wire and the platform's vocabulary. A bundle registers exactly one as a
 * service with the property {@value #NETWORK_ID}, and carries its descriptor as {@code OSGI-INF/network/<id>.json}.
 *
 * <p>A plugin holds no state, starts no threads, sleeps, retries, caches or stores nothing and reads no clock of its own:
 * everything comes with the {@link NetworkCall}. One instance serves many threads at once; facets may be made anew at every
 * request. A facet is present exactly when the descriptor declares a capability it serves. Asking for one does not block.
 *
 * <p>Whatever a plugin throws that is neither a {@link NetworkException} nor a {@link CallRevokedException} is a defect of the
 * plugin; too many of them, and the platform calls it no more until an operator resumes it.
 */
@ConsumerType
public interface NetworkPlugin {
    /** Service property: the network's id. */
    String NETWORK_ID = "network.id";

    /** Links accounts; every network has it. */
    AccountLinker accountLinker();

    /** Publishes ({@code PUBLISH} and what implies it). */
    default Optional<Publisher> publisher() {
        return Optional.empty();
    }

    /** Reads what the account wrote ({@code TIMELINE}). */
    default Optional<TimelineSource> timelineSource() {
        return Optional.empty();
    }

    /** Reads what arrives ({@code INBOX_*}). */
    default Optional<InboxSource> inboxSource() {
        return Optional.empty();
    }

    /** Answers and moderates ({@code REPLY_*, HIDE_COMMENT, REMOVE_COMMENT, PRIVATE_REPLY, REACT}). */
    default Optional<Responder> responder() {
        return Optional.empty();
    }

    /** Reads figures ({@code ANALYTICS_*}). */
    default Optional<AnalyticsSource> analyticsSource() {
        return Optional.empty();
    }

    /** Understands what the network pushes ({@code WEBHOOKS}). */
    default Optional<WebhookReceiver> webhookReceiver() {
        return Optional.empty();
    }

    /** Keeps subscriptions at the network, where each account has its own. */
    default Optional<WebhookSubscriber> webhookSubscriber() {
        return Optional.empty();
    }

    /** Reads budgets from the network's answers, where they tell. */
    default Optional<QuotaReader> quotaReader() {
        return Optional.empty();
    }
}
