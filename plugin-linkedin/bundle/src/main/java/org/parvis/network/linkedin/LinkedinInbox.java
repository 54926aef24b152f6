package org.parvis.network.linkedin;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;

/**
 * What people write under the page's posts, and posts that name it. A post and everything under it is one conversation.
 */
final class LinkedinInbox implements InboxSource {
    /** Each comment is asked for by itself; a day of the Development tier has 100 calls. */
    private static final int MOST_RECHECKED = 25;

    @Override
    public Set<InboxFeed> feeds() {
        return EnumSet.of(InboxFeed.COMMENTS, InboxFeed.MENTIONS);
    }

    @Override
    public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException {
        if (feed == InboxFeed.MENTIONS) {
            return MentionFeed.fetch(call, window);
        }
        if (feed != InboxFeed.COMMENTS) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "LinkedIn has no feed of " + feed);
        }
        PostRound.Page page = PostRound.read(call, "comments", window, false);
        List<InboxItem> items = new ArrayList<>();
        List<InboxItem> answers = new ArrayList<>();
        Set<String> commented = new LinkedHashSet<>();
        for (Comment comment : page.comments()) {
            commented.add(comment.post());
            (comment.isBy(call.account()) ? answers : items).add(comment.toItem(call.account()));
        }
        List<InboxItem> context = commented.stream()
                .map(page.above()::get)
                .filter(Objects::nonNull)
                .map(post -> post.toItem(call.account()))
                .toList();
        return new InboxPage(items, context, answers, page.nextCursor(), page.complete());
    }

    @Override
    public Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
        LinkedinWire wire = new LinkedinWire(call);
        List<InboxItem> changed = new ArrayList<>();
        List<RemoteId> removed = new ArrayList<>();
        for (RemoteId item : items.stream().limit(MOST_RECHECKED).toList()) {
            Optional<Urns.CommentName> name = Urns.CommentName.read(item.value());
            if (name.isEmpty()) {
                continue;
            }
            try {
                Comment.read(
                                wire.read(Operations.COMMENTS_GET, name.get().path(), Map.of(), null),
                                name.get().object(),
                                call.clock().instant())
                        .filter(comment -> comment.urn().equals(item.value()))
                        .ifPresent(comment -> changed.add(comment.toItem(call.account())));
            } catch (NetworkException failure) {
                if (failure.kind() != ErrorKind.NOT_FOUND && failure.kind() != ErrorKind.GONE) {
                    throw failure;
                }
                removed.add(item);
            }
        }
        return new Recheck(changed, removed);
    }
}
