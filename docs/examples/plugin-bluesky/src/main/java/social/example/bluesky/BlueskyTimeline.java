package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemotePost;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource;
import org.parvis.toolkit.json.Json;

/** The account's own feed: posts, and answers with what they answer. What it only passed on is not its writing. */
final class BlueskyTimeline implements TimelineSource {
    @Override
    public TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
        String self = call.account().remoteId().value();
        Walk walk = Walk.page(
                "timeline",
                window,
                "feed",
                paging -> {
                    Map<String, String> asked = new LinkedHashMap<>(paging);
                    asked.put("actor", self);
                    asked.put("filter", "posts_with_replies");
                    return new BlueskyWire(call).query("app.bsky.feed.getAuthorFeed", asked);
                },
                entry -> Post.time(Json.at(entry, "post")));
        List<RemotePost> posts = new ArrayList<>();
        List<InboxItem> answers = new ArrayList<>();
        List<InboxItem> context = new ArrayList<>();
        for (JsonNode entry : walk.entries()) {
            JsonNode post = Json.at(entry, "post");
            if (Json.at(entry, "reason").isObject() || !self.equals(Post.author(post))) {
                continue;
            }
            if (answersSomebody(post, self)) {
                Post.item(post, ItemKind.COMMENT).ifPresent(answers::add);
                Post.item(Json.at(Json.at(entry, "reply"), "parent"), ItemKind.COMMENT)
                        .filter(parent -> !parent.author().id().value().equals(self))
                        .ifPresent(context::add);
            } else {
                Post.post(post).ifPresent(posts::add);
            }
        }
        return new TimelinePage(posts, answers, context, walk.next(), walk.complete());
    }

    /** What continues a thread of the account's own is a post like its first. */
    private static boolean answersSomebody(JsonNode post, String self) {
        return !isOwn(Post.parent(post), self) || !isOwn(Post.root(post), self);
    }

    private static boolean isOwn(@Nullable String address, String self) {
        return address == null
                || RecordAddress.read(address)
                        .filter(above -> above.repository().equals(self))
                        .isPresent();
    }
}
