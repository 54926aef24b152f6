package org.parvis.network.youtube;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource;
import org.parvis.toolkit.paging.Cursor;

/**
 * What the channel wrote: its films, from the playlist of its uploads, and then its own comments under them, out of the walk
 * through its threads, for YouTube has no list of a channel's own comments.
 */
final class YoutubeTimeline implements TimelineSource {
    private static final int VERSION = 1;
    private static final String STREAM = "timeline";
    /** A film that was private until now stands where it was uploaded. */
    private static final Duration OVERLAP = Duration.ofDays(1);

    private static final String PHASE = "phase";
    private static final String PLAYLIST = "list";
    private static final String PAGE = "upage";
    private static final String HIGH = "uhigh";
    private static final String MET = "umet";
    private static final String SINCE = "usince";

    @Override
    public TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
        Instant since = window.since();
        Cursor cursor = window.cursor() != null
                ? Cursor.decode(window.cursor(), VERSION, STREAM)
                : CommentStream.from(Cursor.begin(VERSION, STREAM), since)
                        .with(SINCE, since == null ? null : since.toString());
        return cursor.mark(PHASE) == null
                ? films(call, cursor, window.limit())
                : comments(call, cursor, window.limit());
    }

    private static TimelinePage films(NetworkCall call, Cursor cursor, int limit) throws NetworkException {
        Uploads uploads = new Uploads(call);
        String known = cursor.mark(PLAYLIST);
        String playlist = known == null ? uploads.playlist() : known;
        Uploads.Page page = uploads.page(playlist, cursor.mark(PAGE), limit);
        Instant edge = edge(cursor);
        Map<String, Instant> listed = new LinkedHashMap<>();
        boolean passed = false;
        Instant met = cursor.time(MET);
        for (Uploads.Entry entry : page.entries()) {
            if (entry.addedAt().isBefore(edge)) {
                passed = true;
            } else {
                listed.put(entry.video(), entry.addedAt());
                met = met == null || entry.addedAt().isAfter(met) ? entry.addedAt() : met;
            }
        }
        List<RemotePost> posts = new ArrayList<>();
        for (Video video : uploads.videos(List.copyOf(listed.keySet()), "id,snippet,status,statistics")) {
            if (!video.isKeptPrivate()) {
                posts.add(video.toRemotePost(
                        listed.getOrDefault(video.id(), call.clock().instant())));
            }
        }
        Cursor next = cursor.with(PLAYLIST, playlist).with(MET, text(met));
        return new TimelinePage(
                posts,
                List.of(),
                List.of(),
                after(next, passed ? null : page.next()).encode(),
                false);
    }

    private static Cursor after(Cursor cursor, @Nullable String token) throws NetworkException {
        if (token != null) {
            return cursor.with(PAGE, token);
        }
        Instant high = cursor.time(MET);
        return cursor.with(PAGE, null)
                .with(MET, null)
                .with(HIGH, high == null ? cursor.mark(HIGH) : text(high))
                .with(PHASE, "comments");
    }

    private static Instant edge(Cursor cursor) throws NetworkException {
        Instant high = cursor.time(HIGH);
        Instant since = cursor.time(SINCE);
        return high != null ? high.minus(OVERLAP) : since != null ? since : Instant.EPOCH;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static TimelinePage comments(NetworkCall call, Cursor cursor, int limit) throws NetworkException {
        CommentStream.Page page = new CommentStream(call, cursor, limit, false).fetch();
        RemoteId self = call.account().remoteId();
        List<InboxItem> answers = new ArrayList<>();
        Map<String, InboxItem> context = new LinkedHashMap<>();
        for (CommentStream.Found found : page.comments()) {
            InboxItem item = found.comment().toItem(found.visibility());
            if (found.comment().isBy(self)) {
                answers.add(item);
            } else {
                context.put(found.comment().id(), item);
            }
        }
        context.keySet()
                .retainAll(answers.stream()
                        .map(answer -> String.valueOf(answer.inReplyTo()))
                        .toList());
        Cursor next = page.complete() ? page.next().with(PHASE, null) : page.next();
        return new TimelinePage(List.of(), answers, List.copyOf(context.values()), next.encode(), page.complete());
    }
}
