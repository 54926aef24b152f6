package org.parvis.inbox;

import java.util.List;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.TimelineSource;

/**
 * What is taken in together, whatever brought it.
 *
 * @param source where it came from, for people: a feed's name, {@code webhook}, {@code archive}
 * @param current whether this shows how things are now, as a page does, or tells what once happened, as events do that may
 *     come late and twice
 * @param changed as the network now shows them
 * @param removed no longer there
 */
record Delivery(
        String source,
        boolean current,
        List<InboxItem> received,
        List<InboxItem> context,
        List<InboxItem> answers,
        List<RemotePost> posts,
        List<InboxItem> changed,
        List<RemoteId> removed) {

    static Delivery of(String source, InboxPage page) {
        return new Delivery(
                source, true, page.items(), page.context(), page.answers(), List.of(), List.of(), List.of());
    }

    static Delivery of(String source, TimelineSource.TimelinePage page) {
        return new Delivery(
                source, true, List.of(), page.context(), page.answers(), page.posts(), List.of(), List.of());
    }

    static Delivery of(String source, InboxSource.Recheck recheck) {
        return new Delivery(
                source, true, List.of(), List.of(), List.of(), List.of(), recheck.changed(), recheck.removed());
    }
}
