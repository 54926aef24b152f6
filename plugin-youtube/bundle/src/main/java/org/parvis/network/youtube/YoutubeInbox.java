package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.KnownItem;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.paging.Cursor;

/** The comments under everything the channel published, and what YouTube holds back of them. */
final class YoutubeInbox implements InboxSource {
    private static final int VERSION = 1;
    private static final String STREAM = "comments";
    private static final int IDS_AT_ONCE = 50;
    /** Of what is held back, in a recheck. */
    private static final int MOST_PAGES = 2;

    @Override
    public Set<InboxFeed> feeds() {
        return Set.of(InboxFeed.COMMENTS);
    }

    @Override
    public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException {
        if (feed != InboxFeed.COMMENTS) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "YouTube has no feed of " + feed);
        }
        Cursor cursor = window.cursor() != null
                ? Cursor.decode(window.cursor(), VERSION, STREAM)
                : CommentStream.from(Cursor.begin(VERSION, STREAM), window.since());
        CommentStream.Page page = new CommentStream(call, cursor, window.limit(), true).fetch();
        RemoteId self = call.account().remoteId();
        List<InboxItem> items = new ArrayList<>();
        List<InboxItem> context = new ArrayList<>();
        List<InboxItem> answers = new ArrayList<>();
        for (CommentStream.Found found : page.comments()) {
            InboxItem item = found.comment().toItem(found.visibility());
            (found.comment().isBy(self) ? answers : found.context() ? context : items).add(item);
        }
        return new InboxPage(items, context, answers, page.next().encode(), page.complete());
    }

    /**
     * Asks for comments by their ids, and for films of the channel as such. Of comments YouTube then does not say how they
     * stand, so that what is held back is read beside them; where that is too long to be read whole, what is not among it is
     * left out rather than guessed.
     */
    @Override
    public Recheck recheckItems(NetworkCall call, List<KnownItem> items) throws NetworkException {
        Map<String, Comment> there = new LinkedHashMap<>();
        List<String> comments = ids(items, false);
        for (int i = 0; i < comments.size(); i += IDS_AT_ONCE) {
            lookUp(call, comments.subList(i, Math.min(comments.size(), i + IDS_AT_ONCE)), there);
        }
        Set<String> known = new HashSet<>(there.keySet());
        known.addAll(films(call, ids(items, true)));
        List<RemoteId> removed = items.stream()
                .map(KnownItem::id)
                .distinct()
                .filter(id -> !known.contains(id.value()))
                .toList();
        if (there.isEmpty()) {
            return new Recheck(List.of(), removed);
        }
        HeldBack held = HeldBack.read(call);
        List<InboxItem> changed = new ArrayList<>();
        for (Comment comment : there.values()) {
            held.standing(comment).ifPresent(visibility -> changed.add(comment.toItem(visibility)));
        }
        return new Recheck(changed, removed);
    }

    private static List<String> ids(List<KnownItem> items, boolean posts) {
        return items.stream()
                .filter(item -> item.post() == posts)
                .map(item -> item.id().value())
                .distinct()
                .toList();
    }

    /** Which of these are films that are there. */
    private static Set<String> films(NetworkCall call, List<String> ids) throws NetworkException {
        Set<String> films = new HashSet<>();
        for (int i = 0; i < ids.size(); i += IDS_AT_ONCE) {
            List<String> some = ids.subList(i, Math.min(ids.size(), i + IDS_AT_ONCE));
            new Uploads(call).videos(some, "id").forEach(film -> films.add(film.id()));
        }
        return films;
    }

    private static void lookUp(NetworkCall call, List<String> ids, Map<String, Comment> there) throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("part", "id,snippet");
        query.put("id", String.join(",", ids));
        query.put("textFormat", "plainText");
        JsonNode answer = new YoutubeWire(call).read(Operations.COMMENTS_LIST, "/comments", query);
        for (JsonNode each : Json.list(answer, "items")) {
            Comment.read(each, null, call.clock().instant()).ifPresent(comment -> there.put(comment.id(), comment));
        }
    }

    /** Which comments YouTube holds back now. */
    private record HeldBack(Set<String> ids, boolean whole) {
        static HeldBack read(NetworkCall call) throws NetworkException {
            Set<String> ids = new HashSet<>();
            boolean whole = true;
            for (CommentStream.Queue queue : List.of(CommentStream.Queue.HELD, CommentStream.Queue.SPAM)) {
                String page = null;
                for (int i = 0; i < MOST_PAGES && (i == 0 || page != null); i++) {
                    page = collect(call, queue, page, ids);
                }
                whole &= page == null;
            }
            return new HeldBack(ids, whole);
        }

        private static @Nullable String collect(
                NetworkCall call, CommentStream.Queue queue, @Nullable String page, Set<String> ids)
                throws NetworkException {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("part", "id,snippet,replies");
            query.put("allThreadsRelatedToChannelId", call.account().remoteId().value());
            query.put("moderationStatus", queue.parameter);
            query.put("maxResults", "100");
            if (page != null) {
                query.put("pageToken", page);
            }
            JsonNode answer = new YoutubeWire(call).read(Operations.THREADS_LIST, "/commentThreads", query);
            for (JsonNode each : Json.list(answer, "items")) {
                CommentThread.read(each, call.clock().instant()).ifPresent(thread -> {
                    note(thread.top(), queue.visibility, ids);
                    thread.replies().forEach(reply -> note(reply, ItemVisibility.VISIBLE, ids));
                });
            }
            return Json.text(answer, "nextPageToken");
        }

        private static void note(Comment comment, ItemVisibility otherwise, Set<String> ids) {
            if (Comment.visibility(comment.moderation(), otherwise) == ItemVisibility.HELD) {
                ids.add(comment.id());
            }
        }

        Optional<ItemVisibility> standing(Comment comment) {
            String said = comment.moderation();
            if (said != null) {
                return Optional.of(Comment.visibility(said, ItemVisibility.VISIBLE));
            }
            if (ids.contains(comment.id())) {
                return Optional.of(ItemVisibility.HELD);
            }
            return whole ? Optional.of(ItemVisibility.VISIBLE) : Optional.empty();
        }
    }
}
