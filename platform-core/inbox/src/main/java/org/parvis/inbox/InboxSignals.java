package org.parvis.inbox;

import java.util.ArrayList;
import java.util.List;
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

    @Activate
    public InboxSignals(
            @Reference(target = "(schema=inbox)") Database database,
            @Reference Ingest ingest,
            @Reference FetchHandler fetching) {
        this.database = database;
        this.ingest = ingest;
        this.fetching = fetching;
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
            resync.forEach(feed -> fetching.now(account, feed));
        });
    }
}
