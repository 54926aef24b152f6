package org.parvis.network.linkedin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.model.InboxItem;
import org.parvis.model.RemotePost;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource;

/**
 * The page's own posts, and its own comments under them: the latter are what an answer without an outcome is looked up in.
 * What the page wrote under other people's posts LinkedIn does not list.
 */
final class LinkedinTimeline implements TimelineSource {
    @Override
    public TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
        PostRound.Page page = PostRound.read(call, "timeline", window, true);
        List<RemotePost> posts = page.posts().stream()
                .map(post -> post.toRemotePost(page.counts().get(post.urn())))
                .toList();
        Map<String, Comment> byName = new HashMap<>();
        page.comments().forEach(comment -> byName.put(comment.urn(), comment));
        List<InboxItem> answers = new ArrayList<>();
        List<InboxItem> context = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        for (Comment comment : page.comments()) {
            if (!comment.isBy(call.account())) {
                continue;
            }
            answers.add(comment.toItem(call.account()));
            Comment parent = comment.parent() == null ? null : byName.get(comment.parent());
            if (parent != null && !parent.isBy(call.account()) && shown.add(parent.urn())) {
                context.add(parent.toItem(call.account()));
            }
        }
        return new TimelinePage(posts, answers, context, page.nextCursor(), page.complete());
    }
}
