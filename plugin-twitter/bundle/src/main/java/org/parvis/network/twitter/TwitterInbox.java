package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * What reaches the account. Mentions come from its list of mentions; answers to its posts that do not name it are found by a
 * search over the last seven days, which some plans do not include: that feed alone then fails, and mentions go on. The same
 * post may come by both ways; its id is the same.
 */
final class TwitterInbox implements InboxSource {
    private static final Duration SEARCH_REACH = Duration.ofDays(7);
    private static final int MOST_IDS = 100;

    @Override
    public Set<InboxFeed> feeds() {
        return EnumSet.of(InboxFeed.MENTIONS, InboxFeed.COMMENTS, InboxFeed.DIRECT_MESSAGES);
    }

    @Override
    public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException {
        if (feed == InboxFeed.MENTIONS) {
            return mentions(call, window);
        }
        if (feed == InboxFeed.COMMENTS) {
            return comments(call, window);
        }
        if (feed == InboxFeed.DIRECT_MESSAGES) {
            return directMessages(call, window);
        }
        throw new NetworkException(ErrorKind.UNSUPPORTED, "X has no feed of " + feed);
    }

    private static InboxPage mentions(NetworkCall call, FetchWindow window) throws NetworkException {
        PostStream stream = PostStream.open(call, "mentions", window);
        Map<String, String> query = stream.query(5, null);
        Dialect.of(call).askForPosts(query);
        String path = "/2/users/" + Addresses.segment(call.account().remoteId().value()) + "/mentions";
        JsonNode answer = new TwitterWire(call).read(Operations.USERS_MENTIONS, path, query);
        return posts(call, stream.read(Operations.USERS_MENTIONS, answer));
    }

    private static InboxPage comments(NetworkCall call, FetchWindow window) throws NetworkException {
        PostStream stream = PostStream.open(call, "comments", window);
        String handle = call.account().handle();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("query", "to:" + handle + " -from:" + handle);
        query.putAll(stream.query(10, SEARCH_REACH));
        Dialect.of(call).askForPosts(query);
        JsonNode answer = new TwitterWire(call).read(Operations.SEARCH_RECENT, "/2/tweets/search/recent", query);
        return posts(call, stream.read(Operations.SEARCH_RECENT, answer));
    }

    private static InboxPage posts(NetworkCall call, PostStream.Page page) {
        AccountRef account = call.account();
        Instant now = call.clock().instant();
        Includes includes = Includes.of(page.answer());
        List<InboxItem> items = new ArrayList<>();
        TwitterTimeline.Surroundings surroundings = new TwitterTimeline.Surroundings(account, includes, now);
        for (JsonNode element : page.posts()) {
            Optional<Post> read = Post.read(element, includes, now);
            if (read.isEmpty() || read.get().isRepost()) {
                continue;
            }
            Post post = read.get();
            surroundings.seen(post);
            if (!post.isBy(account.remoteId().value())) {
                items.add(post.toItem(account));
            } else if (post.isAnswer()) {
                surroundings.answers.add(post.toItem(account));
            }
        }
        surroundings.collect();
        return new InboxPage(items, surroundings.context, surroundings.answers, page.nextCursor(), page.complete());
    }

    private static InboxPage directMessages(NetworkCall call, FetchWindow window) throws NetworkException {
        PostStream stream = PostStream.open(call, "direct", window);
        Map<String, String> query = stream.paging(1);
        Dialect.of(call).askForDirectMessages(query);
        JsonNode answer = new TwitterWire(call).read(Operations.DIRECT_EVENTS, "/2/dm_events", query);
        PostStream.Page page = stream.read(Operations.DIRECT_EVENTS, answer);
        Includes includes = Includes.of(answer);
        List<InboxItem> items = new ArrayList<>();
        List<InboxItem> own = new ArrayList<>();
        for (JsonNode event : page.posts()) {
            DirectMessage.read(event, includes, call.account(), call.clock().instant())
                    .ifPresent(message -> (isOwn(call, message) ? own : items).add(message));
        }
        return new InboxPage(items, List.of(), own, page.nextCursor(), page.complete());
    }

    private static boolean isOwn(NetworkCall call, InboxItem item) {
        return item.author().id().equals(call.account().remoteId());
    }

    /**
     * Asks for posts again. Direct messages are passed over: they cannot be edited, and X removes them for one side only.
     * A post that was edited meanwhile answers under its newest id, and names the earlier ones.
     */
    @Override
    public Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
        List<String> ids = items.stream()
                .map(RemoteId::value)
                .filter(TwitterInbox::isPostId)
                .limit(MOST_IDS)
                .toList();
        if (ids.isEmpty()) {
            return new Recheck(List.of(), List.of());
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("ids", String.join(",", ids));
        Dialect.of(call).askForNewestPosts(query);
        JsonNode answer = new TwitterWire(call).read(Operations.POSTS_LOOKUP, "/2/tweets", query);
        Includes includes = Includes.of(answer);
        Instant now = call.clock().instant();
        List<InboxItem> changed = Json.list(answer, "data").stream()
                .flatMap(element -> Post.read(newest(element, includes), includes, now).stream())
                .map(post -> post.toItem(call.account()))
                .toList();
        return new Recheck(changed, removed(answer, ids));
    }

    /** The post as it was last edited, where the answer holds that version too. */
    private static JsonNode newest(JsonNode element, Includes includes) {
        JsonNode newest = element;
        for (String version : Json.ids(element, "edit_history_tweet_ids", "edit_history_post_ids")) {
            if (PostStream.compare(version, Json.textOr("", newest, "id")) > 0) {
                newest = includes.post(version).orElse(newest);
            }
        }
        return newest;
    }

    private static List<RemoteId> removed(JsonNode answer, List<String> asked) {
        return Json.list(answer, "errors").stream()
                .filter(error -> Json.textOr("", error, "type").endsWith("/resource-not-found"))
                .map(error -> Json.textOr("", error, "resource_id", "value"))
                .filter(asked::contains)
                .map(RemoteId::new)
                .toList();
    }

    private static boolean isPostId(String id) {
        return id.length() <= 19 && id.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
