package org.parvis.mutant;

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

/** A plugin that is another one until something of it is overridden. */
public class PassingNetwork implements NetworkPlugin {
    protected final NetworkPlugin to;

    public PassingNetwork(NetworkPlugin to) {
        this.to = to;
    }

    @Override
    public AccountLinker accountLinker() {
        return to.accountLinker();
    }

    @Override
    public Optional<Publisher> publisher() {
        return to.publisher();
    }

    @Override
    public Optional<TimelineSource> timelineSource() {
        return to.timelineSource();
    }

    @Override
    public Optional<InboxSource> inboxSource() {
        return to.inboxSource();
    }

    @Override
    public Optional<Responder> responder() {
        return to.responder();
    }

    @Override
    public Optional<AnalyticsSource> analyticsSource() {
        return to.analyticsSource();
    }

    @Override
    public Optional<WebhookReceiver> webhookReceiver() {
        return to.webhookReceiver();
    }

    @Override
    public Optional<QuotaReader> quotaReader() {
        return to.quotaReader();
    }
}
