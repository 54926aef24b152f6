package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** What arrives are notifications: answers are comments, mentions and quotes are mentions. */
final class BlueskyInbox implements InboxSource {
    private static final Map<InboxFeed, List<String>> REASONS =
            Map.of(InboxFeed.COMMENTS, List.of("reply"), InboxFeed.MENTIONS, List.of("mention", "quote"));

    /** How many posts the network gives at once. */
    private static final int AT_ONCE = 25;

    @Override
    public Set<InboxFeed> feeds() {
        return EnumSet.of(InboxFeed.COMMENTS, InboxFeed.MENTIONS);
    }

    @Override
    public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException {
        List<String> reasons = REASONS.get(feed);
        if (reasons == null) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Bluesky shows an application no " + feed);
        }
        ItemKind kind = feed == InboxFeed.COMMENTS ? ItemKind.COMMENT : ItemKind.MENTION;
        Walk walk = Walk.page(
                feed.name().toLowerCase(Locale.ROOT),
                window,
                "notifications",
                paging -> new BlueskyWire(call)
                        .query("app.bsky.notification.listNotifications", paging, "reasons", reasons),
                Post::time);
        RemoteId self = call.account().remoteId();
        List<InboxItem> items = new ArrayList<>();
        for (JsonNode notification : walk.entries()) {
            if (reasons.contains(Json.textOr("", notification, "reason"))) {
                Post.item(notification, kind)
                        .filter(item -> !item.author().id().equals(self))
                        .ifPresent(items::add);
            }
        }
        return new InboxPage(items, List.of(), List.of(), walk.next(), walk.complete());
    }

    @Override
    public Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
        List<String> known = items.stream()
                .map(RemoteId::value)
                .filter(id -> RecordAddress.read(id).isPresent())
                .toList();
        List<InboxItem> changed = new ArrayList<>();
        List<RemoteId> removed = new ArrayList<>();
        for (int from = 0; from < known.size(); from += AT_ONCE) {
            List<String> asked = known.subList(from, Math.min(known.size(), from + AT_ONCE));
            Set<String> missing = new HashSet<>(asked);
            for (JsonNode view : new Posts(call).views(asked)) {
                missing.remove(Json.textOr("", view, "uri"));
                Post.item(view, kind(call, view)).ifPresent(changed::add);
            }
            for (String id : missing) {
                if (isGone(call, id)) {
                    removed.add(new RemoteId(id));
                }
            }
        }
        return new Recheck(changed, removed);
    }

    /** A post that is not shown may be of somebody who blocks the account: only one that is nowhere is gone. */
    private static boolean isGone(NetworkCall call, String id) throws NetworkException {
        try {
            JsonNode unused = new BlueskyWire(call)
                    .query("app.bsky.feed.getPostThread", Map.of("uri", id, "depth", "0", "parentHeight", "0"));
            return false;
        } catch (NetworkException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return true;
            }
            throw failed;
        }
    }

    /** As the feeds tell them apart: an answer in a thread of the account's own is a comment. */
    private static ItemKind kind(NetworkCall call, JsonNode view) {
        String root = Post.root(view);
        return root != null
                        && RecordAddress.read(root)
                                .filter(thread ->
                                        thread.belongsTo(call.account().remoteId()))
                                .isPresent()
                ? ItemKind.COMMENT
                : ItemKind.MENTION;
    }
}
