package org.parvis.spi;

import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;

/**
 * Reads what arrives. Blocks until the call's deadline at most, on a thread of the platform; only reads. Every page is
 * fetched by a new call, so a plugin keeps nothing between pages but the cursor it mints. A cursor it cannot read is
 * {@link org.parvis.model.ErrorKind#CURSOR_INVALID}; the core then fetches from a time on.
 */
@ConsumerType
public interface InboxSource {
    /** The feeds this network has: those whose capabilities the descriptor declares. Pure: no I/O. */
    Set<InboxFeed> feeds();

    /** The next page of a feed. */
    InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException;

    /**
     * How items stand that the core already has: changed or taken back at the network. At most 100 ids. Items the network
     * says nothing of are in neither list. For networks whose ids say what they name, or where that makes no difference; the
     * platform asks {@link #recheckItems}.
     */
    default Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
        return new Recheck(List.of(), List.of());
    }

    /**
     * The same, with what each id names: for networks that ask for comments, posts and mentions in different ways. At most 100
     * items. Since 1.2.
     */
    default Recheck recheckItems(NetworkCall call, List<KnownItem> items) throws NetworkException {
        return recheck(call, items.stream().map(KnownItem::id).toList());
    }

    /**
     * How items stand. An immutable value.
     *
     * @param changed items whose content may have changed, as they are now
     * @param removed ids of items that no longer exist
     */
    record Recheck(List<InboxItem> changed, List<RemoteId> removed) {
        public Recheck {
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }
    }
}
