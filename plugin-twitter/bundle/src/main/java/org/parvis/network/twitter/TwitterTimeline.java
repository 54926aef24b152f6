package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parvis.model.InboxItem;
import org.parvis.model.RemotePost;
import org.parvis.spi.AccountRef;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * The account's own posts and answers. A quote is a post, for it has words of its own; a repost has none and is left out. X
 * shows the last 3,200 only.
 */
final class TwitterTimeline implements TimelineSource {
    static final String STREAM = "timeline";

    @Override
    public TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
        PostStream stream = PostStream.open(call, STREAM, window);
        Map<String, String> query = stream.query(5, null);
        Dialect.of(call).askForPosts(query);
        JsonNode answer = new TwitterWire(call).read(Operations.USERS_TWEETS, path(call), query);
        PostStream.Page page = stream.read(Operations.USERS_TWEETS, answer);
        return sort(call.account(), page, call.clock().instant());
    }

    static String path(NetworkCall call) {
        return "/2/users/" + Addresses.segment(call.account().remoteId().value()) + "/tweets";
    }

    private static TimelinePage sort(AccountRef account, PostStream.Page page, Instant now) {
        Includes includes = Includes.of(page.answer());
        String self = account.remoteId().value();
        List<RemotePost> posts = new ArrayList<>();
        Surroundings surroundings = new Surroundings(account, includes, now);
        for (JsonNode element : page.posts()) {
            Optional<Post> read = Post.read(element, includes, now, self);
            if (read.isEmpty() || read.get().isRepost()) {
                continue;
            }
            Post post = read.get();
            surroundings.seen(post);
            if (post.isAnswer()) {
                surroundings.answers.add(post.toItem(account));
            } else {
                posts.add(post.toRemotePost(account));
            }
        }
        surroundings.collect();
        return new TimelinePage(posts, surroundings.answers, surroundings.context, page.nextCursor(), page.complete());
    }

    /** What a page brings beside its own posts: parents, each once, told apart into own answers and context. */
    static final class Surroundings {
        final List<InboxItem> answers = new ArrayList<>();
        final List<InboxItem> context = new ArrayList<>();
        private final AccountRef account;
        private final Includes includes;
        private final Instant now;
        private final Set<String> seen = new HashSet<>();
        private final Map<String, String> authorsOfParents = new HashMap<>();

        Surroundings(AccountRef account, Includes includes, Instant now) {
            this.account = account;
            this.includes = includes;
            this.now = now;
        }

        void seen(Post post) {
            seen.add(post.id());
            String parent = post.parent();
            String author = Json.id(post.json(), "in_reply_to_user_id");
            if (parent != null && author != null) {
                authorsOfParents.put(parent, author);
            }
        }

        void collect() {
            for (JsonNode element : includes.posts()) {
                String author = authorsOfParents.get(Json.textOr("", element, "id"));
                Post.read(element, includes, now, author)
                        .filter(post -> !post.isRepost() && seen.add(post.id()))
                        .ifPresent(this::add);
            }
        }

        private void add(Post post) {
            boolean own = post.isBy(account.remoteId().value());
            (own && post.isAnswer() ? answers : context).add(post.toItem(account));
        }
    }
}
