package org.parvis.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.InboxItem;
import org.parvis.model.RemotePost;

/**
 * Reads what the account itself wrote, wherever it was written ({@code TIMELINE}). Blocks until the network has
 * answered or the call's deadline has come, on a thread of the platform; only reads, so every failure is a
 * {@link NetworkException} after which the same may be asked again. Nothing is kept between two calls; cursors as in
 * {@link InboxSource}.
 */
@ConsumerType
public interface TimelineSource {
    /** The next page. */
    TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException;

    /**
     * A page of the account's own writing, with cursor and completeness as in {@link InboxPage}.
     *
     * @param posts posts of their own
     * @param answers messages that answer somebody or something
     * @param context what the answers answer, where the network shows it
     */
    record TimelinePage(
            List<RemotePost> posts,
            List<InboxItem> answers,
            List<InboxItem> context,
            @Nullable String nextCursor,
            boolean complete) {
        public TimelinePage {
            posts = List.copyOf(posts);
            answers = List.copyOf(answers);
            context = List.copyOf(context);
        }
    }
}
