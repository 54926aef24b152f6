package org.parvis.spi;

import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;

/** One thing a webhook tells. {@code account} is the remote id of the account it is about. */
public sealed interface WebhookSignal {
    RemoteId account();

    record ItemReceived(RemoteId account, InboxItem item) implements WebhookSignal {}

    record ItemChanged(RemoteId account, InboxItem item) implements WebhookSignal {}

    record ItemRemoved(RemoteId account, RemoteId item) implements WebhookSignal {}

    /** Something happened that is best fetched. */
    record Resync(RemoteId account, InboxFeed feed) implements WebhookSignal {}

    record AccountRevoked(RemoteId account) implements WebhookSignal {}
}
