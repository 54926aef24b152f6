package org.parvis.inbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.webhook.SignalReceiver;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.spi.WebhookSignal;
import org.parvis.store.Database;

/**
 * Takes in what networks push. Pushes come twice and in any order, so an item that was taken back before it came stays
 * away, and the news of a creation never overwrites an edit.
 */
@Component(service = SignalReceiver.class)
public final class InboxSignals implements SignalReceiver {
    private static final String SOURCE = "webhook";

    private final Database database;
    private final Ingest ingest;
    private final FetchHandler fetching;
    private final Clock clock;

    @Activate
    public InboxSignals(
            @Reference(target = "(schema=inbox)") Database database,
            @Reference Ingest ingest,
            @Reference FetchHandler fetching,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.ingest = ingest;
        this.fetching = fetching;
        this.clock = clock;
    }

    @Override
    public void received(LinkedAccount account, List<WebhookSignal> signals) {
        List<InboxItem> received = new ArrayList<>();
        List<InboxItem> changed = new ArrayList<>();
        List<RemoteId> removed = new ArrayList<>();
        List<String> resync = new ArrayList<>();
        List<Border.Parked> foreign = new ArrayList<>();
        for (WebhookSignal signal : signals) {
            if (!account.remoteId().equals(signal.account())) {
                foreign.add(Border.foreign(signal.account()));
            } else if (signal instanceof WebhookSignal.ItemReceived item) {
                received.add(item.item());
            } else if (signal instanceof WebhookSignal.ItemChanged item) {
                changed.add(item.item());
            } else if (signal instanceof WebhookSignal.ItemRemoved item) {
                removed.add(item.item());
            } else if (signal instanceof WebhookSignal.Resync again) {
                resync.add(again.feed().name());
            }
        }
        Delivery delivery = new Delivery(SOURCE, false, received, List.of(), List.of(), List.of(), changed, removed);
        database.useWorkspace(account.workspace(), handle -> {
            ingest.park(handle, account, SOURCE, foreign);
            ingest.take(handle, account, delivery);
            Feeds.pushed(handle, account.id(), feeds(received), clock.instant());
            resync.forEach(feed -> fetching.now(account, feed));
        });
    }

    private static Set<String> feeds(List<InboxItem> received) {
        return received.stream().map(item -> Feeds.showing(item.kind())).collect(Collectors.toSet());
    }
}
