package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.KnownItem;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;

/** What reaches the account: comments below its media, media that tag it, direct messages. */
final class InstagramInbox implements InboxSource {

    /** A comment on something older comes by webhook alone. */
    static final Duration REACH = Duration.ofDays(90);

    /** Each is a request of its own. */
    private static final int MOST_RECHECKED = 50;

    static final NestedWalk.Below COMMENTS =
            new NestedWalk.Below(Operations.COMMENTS, "comments", "", Map.of(), Fields.COMMENT, "timestamp");

    private static final NestedWalk.Below MESSAGES =
            new NestedWalk.Below(Operations.MESSAGES, "messages", "", Map.of(), Fields.MESSAGE, "created_time");

    @Override
    public Set<InboxFeed> feeds() {
        return EnumSet.of(InboxFeed.COMMENTS, InboxFeed.MENTIONS, InboxFeed.DIRECT_MESSAGES);
    }

    @Override
    public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException {
        if (feed == InboxFeed.COMMENTS) {
            return comments(call, window);
        }
        if (feed == InboxFeed.MENTIONS) {
            return new Mentions(call, window).next();
        }
        if (feed == InboxFeed.DIRECT_MESSAGES) {
            return directMessages(call, window);
        }
        throw new NetworkException(ErrorKind.UNSUPPORTED, "Instagram has no feed of " + feed);
    }

    static NestedWalk.Edge media(String fields) {
        return new NestedWalk.Edge(Operations.MEDIA, true, "media", Map.of(), fields, null, true);
    }

    private static InboxPage comments(NetworkCall call, FetchWindow window) throws NetworkException {
        NestedWalk.Step step =
                new NestedWalk(call, "comments", window, List.of(media(Fields.MEDIUM_ABOVE)), COMMENTS, REACH).next();
        AccountRef account = call.account();
        Instant now = call.clock().instant();
        List<InboxItem> items = new ArrayList<>();
        List<InboxItem> context = new ArrayList<>();
        List<InboxItem> answers = new ArrayList<>();
        for (NestedWalk.Found found : step.found()) {
            for (JsonNode comment : found.below()) {
                Comment.read(comment, Medium.id(found.object()), account, now)
                        .ifPresent(item -> (isOwn(account, item) ? answers : items).add(item));
            }
            if (found.whole() && !found.below().isEmpty()) {
                Medium.above(found.object(), account, now).ifPresent(context::add);
            }
        }
        return new InboxPage(items, context, answers, step.nextCursor(), step.complete());
    }

    /** The edge is whatever the token stands for: the account with Instagram Login, its page with Facebook Login. */
    private static InboxPage directMessages(NetworkCall call, FetchWindow window) throws NetworkException {
        NestedWalk.Edge threads = new NestedWalk.Edge(
                Operations.CONVERSATIONS,
                false,
                "conversations",
                Map.of("platform", "instagram"),
                Fields.THREAD,
                "updated_time",
                false);
        NestedWalk.Step step = new NestedWalk(call, "direct", window, List.of(threads), MESSAGES, Duration.ZERO).next();
        AccountRef account = call.account();
        Instant now = call.clock().instant();
        List<InboxItem> items = new ArrayList<>();
        List<InboxItem> answers = new ArrayList<>();
        for (NestedWalk.Found found : step.found()) {
            for (JsonNode message : found.below()) {
                Message.read(message, found.object(), account, now)
                        .ifPresent(item -> (isOwn(account, item) ? answers : items).add(item));
            }
        }
        return new InboxPage(items, List.of(), answers, step.nextCursor(), step.complete());
    }

    static boolean isOwn(AccountRef account, InboxItem item) {
        return item.author().id().equals(account.remoteId());
    }

    /**
     * Asks for comments again, and whether the account's own media are still there; what was edited of those the timeline
     * brings. Media of others are passed over: Meta shows them in its lists alone. So are messages: of what is unsent or
     * edited, webhooks alone tell.
     */
    @Override
    public Recheck recheckItems(NetworkCall call, List<KnownItem> items) throws NetworkException {
        List<InboxItem> changed = new ArrayList<>();
        List<RemoteId> removed = new ArrayList<>();
        List<KnownItem> asked = items.stream()
                .filter(item -> item.post() || item.kind() == ItemKind.COMMENT)
                .filter(item -> isContentId(item.id()))
                .limit(MOST_RECHECKED)
                .toList();
        for (KnownItem item : asked) {
            try {
                JsonNode now = look(call, item);
                if (!item.post()) {
                    Comment.read(now, null, call.account(), call.clock().instant())
                            .ifPresent(changed::add);
                }
            } catch (NetworkException failure) {
                if (failure.kind() != ErrorKind.NOT_FOUND && failure.kind() != ErrorKind.GONE) {
                    throw failure;
                }
                removed.add(item.id());
            }
        }
        return new Recheck(changed, removed);
    }

    private static JsonNode look(NetworkCall call, KnownItem item) throws NetworkException {
        String path = Graph.path(item.id());
        return item.post()
                ? new Graph(call).read(Operations.MEDIUM_READ, path, Map.of("fields", "id"))
                : new Graph(call).read(Operations.COMMENT_READ, path, Map.of("fields", Fields.COMMENT_ALONE));
    }

    /** Comments and media are numbers; messages begin with a letter. */
    private static boolean isContentId(RemoteId id) {
        return id.value().chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
