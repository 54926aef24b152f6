package org.parvis.engine.call;

import java.util.List;
import java.util.Optional;
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

/** A plugin put together from facets, for tests. Facets that were not given are absent. */
public final class FakeNetworkPlugin implements NetworkPlugin {
    private final Builder facets;

    private FakeNetworkPlugin(Builder facets) {
        this.facets = facets;
    }

    public static Builder builder() {
        return new Builder();
    }

    @Override
    public AccountLinker accountLinker() {
        return facets.linker;
    }

    @Override
    public Optional<Publisher> publisher() {
        return Optional.ofNullable(facets.publisher);
    }

    @Override
    public Optional<TimelineSource> timelineSource() {
        return Optional.ofNullable(facets.timeline);
    }

    @Override
    public Optional<InboxSource> inboxSource() {
        return Optional.ofNullable(facets.inbox);
    }

    @Override
    public Optional<Responder> responder() {
        return Optional.ofNullable(facets.responder);
    }

    @Override
    public Optional<AnalyticsSource> analyticsSource() {
        return Optional.ofNullable(facets.analytics);
    }

    @Override
    public Optional<WebhookSubscriber> webhookSubscriber() {
        return Optional.ofNullable(facets.subscriber);
    }

    @Override
    public Optional<WebhookReceiver> webhookReceiver() {
        return Optional.ofNullable(facets.webhooks);
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        return Optional.ofNullable(facets.quotas);
    }

    /** Collects facets; not thread-safe. */
    public static final class Builder {
        private AccountLinker linker = call -> List.of();
        private WebhookSubscriber subscriber;
        private Publisher publisher;
        private TimelineSource timeline;
        private InboxSource inbox;
        private Responder responder;
        private AnalyticsSource analytics;
        private WebhookReceiver webhooks;
        private QuotaReader quotas;

        private Builder() {}

        public Builder subscriber(WebhookSubscriber facet) {
            subscriber = facet;
            return this;
        }

        public Builder linker(AccountLinker facet) {
            linker = facet;
            return this;
        }

        public Builder publisher(Publisher facet) {
            publisher = facet;
            return this;
        }

        public Builder timeline(TimelineSource facet) {
            timeline = facet;
            return this;
        }

        public Builder inbox(InboxSource facet) {
            inbox = facet;
            return this;
        }

        public Builder responder(Responder facet) {
            responder = facet;
            return this;
        }

        public Builder analytics(AnalyticsSource facet) {
            analytics = facet;
            return this;
        }

        public Builder webhooks(WebhookReceiver facet) {
            webhooks = facet;
            return this;
        }

        public Builder quotas(QuotaReader facet) {
            quotas = facet;
            return this;
        }

        public FakeNetworkPlugin build() {
            return new FakeNetworkPlugin(this);
        }
    }
}
