package org.parvis.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;

/**
 * A page of a feed, in any order: the core sorts and de-duplicates by remote id. Fetching the same cursor twice is harmless. A
 * page that failed raises and is never an empty one. At most 10,000 entries. An immutable value.
 *
 * @param items what arrived for the account; never its own messages
 * @param context what the page refers to (a parent, the post above): shown, never counted
 * @param answers the account's own messages that the page carries, for instance its side of direct messages
 * @param nextCursor where to go on, now or at the next round; null only where the feed cannot be continued
 * @param complete whether the feed is read to its present end; false: fetch on at once
 */
public record InboxPage(
        List<InboxItem> items,
        List<InboxItem> context,
        List<InboxItem> answers,
        @Nullable String nextCursor,
        boolean complete) {
    public InboxPage {
        items = List.copyOf(items);
        context = List.copyOf(context);
        answers = List.copyOf(answers);
    }
}
