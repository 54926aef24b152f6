package org.parvis.loopback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource;
import org.parvis.toolkit.paging.Cursor;

/** Reads the world's lists, oldest first; the cursor is the place of the last message that was handed over. */
final class LoopbackReader implements TimelineSource, InboxSource {
    private static final int VERSION = 1;

    private final LoopbackWorld world;

    LoopbackReader(LoopbackWorld world) {
        this.world = world;
    }

    /** One page of messages, and where the next begins. */
    private record Part(List<Message> messages, String nextCursor, boolean complete) {}

    private Part read(String stream, FetchWindow window, Predicate<Message> wanted) throws NetworkException {
        Cursor cursor = window.cursor() == null
                ? Cursor.begin(VERSION, stream)
                : Cursor.decode(window.cursor(), VERSION, stream);
        long after = place(cursor);
        Instant since = window.cursor() == null ? window.since() : null;
        Predicate<Message> fresh = message -> since == null || !message.writtenAt.isBefore(since);
        int limit = Math.max(1, Math.min(100, window.limit()));
        List<Message> found = world.step("fetch", () -> world.after(after, wanted.and(fresh), limit + 1));
        List<Message> page = found.subList(0, Math.min(limit, found.size()));
        long last = page.isEmpty() ? after : page.get(page.size() - 1).sequence;
        return new Part(page, cursor.with("after", Long.toString(last)).encode(), found.size() <= limit);
    }

    private static long place(Cursor cursor) throws NetworkException {
        String after = cursor.mark("after");
        try {
            return after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException unreadable) {
            throw new NetworkException(
                    ErrorKind.CURSOR_INVALID, "The stored cursor is of no use: its place cannot be read");
        }
    }

    @Override
    public TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
        RemoteId self = call.account().remoteId();
        Part part = read("timeline", window, message -> message.author.id().equals(self) && isPublic(message));
        List<RemotePost> posts = part.messages.stream()
                .filter(message -> message.kind == Message.Kind.POST)
                .map(this::toPost)
                .toList();
        List<InboxItem> answers = part.messages.stream()
                .filter(message -> message.kind != Message.Kind.POST)
                .map(Message::toItem)
                .toList();
        return new TimelinePage(posts, answers, parents(part.messages), part.nextCursor, part.complete);
    }

    private static boolean isPublic(Message message) {
        return message.kind == Message.Kind.POST || message.kind == Message.Kind.COMMENT;
    }

    private RemotePost toPost(Message message) {
        Map<String, Long> counts = Map.of("reactions", message.likes, "comments", world.answersTo(message.id));
        return new RemotePost(
                message.id, message.writtenAt, message.text, List.of(), List.of(), counts, null, message.raw());
    }

    private List<InboxItem> parents(List<Message> messages) {
        Map<RemoteId, InboxItem> parents = new LinkedHashMap<>();
        for (Message message : messages) {
            world.find(message.parent)
                    .filter(parent -> !parent.removed && !messages.contains(parent))
                    .ifPresent(parent -> parents.put(parent.id, parent.toItem()));
        }
        return new ArrayList<>(parents.values());
    }

    @Override
    public Set<InboxFeed> feeds() {
        return EnumSet.allOf(InboxFeed.class);
    }

    @Override
    public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException {
        RemoteId self = call.account().remoteId();
        Message.Kind kind = kind(feed);
        Part part = read(
                feed.name().toLowerCase(Locale.ROOT),
                window,
                message -> message.kind == kind && message.account.equals(self));
        List<InboxItem> items = part.messages.stream()
                .filter(message -> !message.isOwn())
                .map(Message::toItem)
                .toList();
        List<InboxItem> answers = part.messages.stream()
                .filter(Message::isOwn)
                .map(Message::toItem)
                .toList();
        return new InboxPage(items, parents(part.messages), answers, part.nextCursor, part.complete);
    }

    private static Message.Kind kind(InboxFeed feed) {
        return switch (feed) {
            case MENTIONS -> Message.Kind.MENTION;
            case COMMENTS -> Message.Kind.COMMENT;
            case DIRECT_MESSAGES -> Message.Kind.DIRECT_MESSAGE;
            case REVIEWS -> Message.Kind.REVIEW;
        };
    }

    @Override
    public Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
        List<InboxItem> changed = new ArrayList<>();
        List<RemoteId> removed = new ArrayList<>();
        for (RemoteId id : items) {
            Optional<Message> message = world.find(id);
            if (message.isPresent() && message.get().removed) {
                removed.add(id);
            } else {
                message.ifPresent(present -> changed.add(present.toItem()));
            }
        }
        return new Recheck(changed, removed);
    }
}
