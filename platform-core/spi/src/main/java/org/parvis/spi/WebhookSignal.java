package org.parvis.spi;

import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;

/**
 * One thing a webhook tells. {@code account} is the remote id of the account it is about. Told twice or out of order it does no
 * harm: the core goes by remote ids. An immutable value.
 */
public sealed interface WebhookSignal {
    /** Whom it is about. */
    RemoteId account();

    /** Somebody wrote. */
    record ItemReceived(RemoteId account, InboxItem item) implements WebhookSignal {}

    /** An item is now as told. */
    record ItemChanged(RemoteId account, InboxItem item) implements WebhookSignal {}

    /** An item is no longer there. */
    record ItemRemoved(RemoteId account, RemoteId item) implements WebhookSignal {}

    /** Something happened that is best fetched. */
    record Resync(RemoteId account, InboxFeed feed) implements WebhookSignal {}

    /** The account took its authorisation back. */
    record AccountRevoked(RemoteId account) implements WebhookSignal {}
}
