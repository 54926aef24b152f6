package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import org.parvis.toolkit.json.Json;

/** What reaches the page: comments below its posts and reels, posts that name it or stand on its wall, Messenger. */
final class FacebookInbox implements InboxSource {

    /** A comment on something older comes by webhook alone. */
    static final Duration REACH = Duration.ofDays(90);

    private static final int MOST_RECHECKED = 100;

    private static final NestedWalk.Below COMMENTS = comments(".filter(stream).order(reverse_chronological)", true);

    private static final NestedWalk.Below MESSAGES =
            new NestedWalk.Below(Operations.MESSAGES, "messages", "", Map.of(), Fields.MESSAGE, false);

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
        throw new NetworkException(ErrorKind.UNSUPPORTED, "Facebook has no feed of " + feed);
    }

    static NestedWalk.Below comments(String modifiers, boolean sinceKnown) {
        Map<String, String> query = Map.of("filter", "stream", "order", "reverse_chronological");
        return new NestedWalk.Below(Operations.COMMENTS, "comments", modifiers, query, Fields.COMMENT, sinceKnown);
    }

    static List<NestedWalk.Edge> ownEdges(String postFields) {
        return List.of(
                new NestedWalk.Edge(Operations.POSTS, "published_posts", Map.of(), postFields, null),
                new NestedWalk.Edge(Operations.REELS, "video_reels", Map.of(), Fields.REEL, null));
    }

    private static InboxPage comments(NetworkCall call, FetchWindow window) throws NetworkException {
        NestedWalk.Step step =
                new NestedWalk(call, "comments", window, ownEdges(Fields.POST_ABOVE), COMMENTS, REACH).next();
        AccountRef account = call.account();
        Instant now = call.clock().instant();
        List<InboxItem> items = new ArrayList<>();
        List<InboxItem> context = new ArrayList<>();
        List<InboxItem> answers = new ArrayList<>();
        for (NestedWalk.Found found : step.found()) {
            for (JsonNode comment : found.below()) {
                Comment.read(comment, PagePost.id(found.object(), account), Comment.byId(found.below()), account, now)
                        .ifPresent(item -> (isOwn(account, item) ? answers : items).add(item));
            }
            if (found.whole() && !found.below().isEmpty()) {
                PagePost.above(found.object(), account, now).ifPresent(context::add);
            }
        }
        return new InboxPage(items, context, answers, step.nextCursor(), step.complete());
    }

    private static InboxPage directMessages(NetworkCall call, FetchWindow window) throws NetworkException {
        NestedWalk.Edge threads = new NestedWalk.Edge(
                Operations.CONVERSATIONS,
                "conversations",
                Map.of("platform", "messenger"),
                Fields.THREAD,
                "updated_time");
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
     * Asks again, fifty in a request, each for what its kind has. The account's own posts are only looked for: edits of them
     * the timeline brings. Messages are passed over: Messenger tells of edits and removals by webhook alone.
     */
    @Override
    public Recheck recheckItems(NetworkCall call, List<KnownItem> items) throws NetworkException {
        Map<String, KnownItem> asked = new LinkedHashMap<>();
        Map<String, String> requests = new LinkedHashMap<>();
        for (KnownItem item : items) {
            String id = item.id().value();
            if (isContentId(id) && asked.size() < MOST_RECHECKED) {
                asked.put(id, item);
                requests.put(id, id + "?fields=" + fields(item));
            }
        }
        List<InboxItem> changed = new ArrayList<>();
        List<RemoteId> removed = new ArrayList<>();
        for (Map.Entry<String, Batch.Part> each :
                new Batch(call).read(Operations.LOOKUP, requests).entrySet()) {
            Batch.Part part = each.getValue();
            if (part.isGone()) {
                removed.add(new RemoteId(each.getKey()));
            } else if (part.succeeded() && Json.text(part.body(), "created_time") != null) {
                KnownItem item = Objects.requireNonNull(asked.get(each.getKey()), "what was asked for");
                asItIs(call, item, part.body()).ifPresent(changed::add);
            }
        }
        return new Recheck(changed, removed);
    }

    private static String fields(KnownItem item) {
        if (item.post()) {
            return "id";
        }
        return item.kind() == ItemKind.MENTION ? Fields.FOREIGN_POST : Fields.COMMENT;
    }

    private static Optional<InboxItem> asItIs(NetworkCall call, KnownItem item, JsonNode body) {
        Instant now = call.clock().instant();
        return item.kind() == ItemKind.MENTION
                ? PagePost.mention(body, call.account(), now)
                : Comment.read(body, null, Map.of(), call.account(), now);
    }

    /** Comments and posts are numbers joined by an underscore; messages begin with a letter. */
    private static boolean isContentId(String id) {
        return id.chars().allMatch(c -> c >= '0' && c <= '9' || c == '_');
    }
}
