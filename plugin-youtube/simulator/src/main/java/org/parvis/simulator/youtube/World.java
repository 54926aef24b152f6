package org.parvis.simulator.youtube;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything that is on the simulated YouTube. Whoever reads or changes it holds its monitor. */
final class World {
    private static final int LETTERS = 48;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final Map<String, Channel> byHandle = new HashMap<>();
    private final Map<String, Video> videos = new LinkedHashMap<>();
    private final Map<String, List<Video>> byChannel = new HashMap<>();
    private final Map<String, Comment> comments = new LinkedHashMap<>();
    private final Map<String, List<Comment>> replies = new HashMap<>();
    private final Map<String, List<Comment>> tops = new HashMap<>();

    World(Clock clock) {
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    /** Letters and digits that nobody can guess. */
    String random(int length) {
        byte[] bytes = new byte[LETTERS];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
    }

    void add(Channel channel) {
        channels.put(channel.id, channel);
        byHandle.put(channel.handle.toLowerCase(Locale.ROOT), channel);
    }

    Optional<Channel> channel(String id) {
        return Optional.ofNullable(channels.get(id));
    }

    Optional<Channel> handle(String handle) {
        String name = handle.startsWith("@") ? handle.substring(1) : handle;
        Channel found = byHandle.get(name.toLowerCase(Locale.ROOT));
        return Optional.ofNullable(found == null ? channels.get(handle) : found);
    }

    Collection<Channel> channels() {
        return List.copyOf(channels.values());
    }

    void add(Video video) {
        if (videos.put(video.id, video) == null) {
            byChannel.computeIfAbsent(video.channel, id -> new ArrayList<>()).add(video);
        }
    }

    Optional<Video> video(String id) {
        return Optional.ofNullable(videos.get(id)).filter(video -> video.exists(now()));
    }

    /** Whether it is a film, also one that is not there yet or no longer. */
    boolean isFilm(String id) {
        return videos.containsKey(id);
    }

    /** Takes back what an archive says was taken back. */
    void remove(String id, long at) {
        Video video = videos.get(id);
        if (video != null) {
            video.deletedAt = at;
        }
        Comment comment = comments.get(id);
        if (comment != null) {
            comment.deletedAt = at;
        }
    }

    List<Video> videosOf(String channel) {
        return byChannel.getOrDefault(channel, List.of()).stream()
                .filter(video -> video.exists(now()))
                .toList();
    }

    void add(Comment comment) {
        if (comments.put(comment.id, comment) == null) {
            Map<String, List<Comment>> place = comment.isTop() ? tops : replies;
            place.computeIfAbsent(comment.isTop() ? comment.video : comment.thread, id -> new ArrayList<>())
                    .add(comment);
        }
    }

    /** A comment that is there, and so is what it hangs on. */
    Optional<Comment> comment(String id) {
        return Optional.ofNullable(comments.get(id)).filter(this::stands);
    }

    private boolean stands(Comment comment) {
        Comment top = comments.get(comment.thread);
        return !comment.deletedBy(now())
                && comment.publishedAt <= now()
                && top != null
                && !top.deletedBy(now())
                && video(comment.video).isPresent();
    }

    List<Comment> topsOf(String video) {
        return tops.getOrDefault(video, List.of()).stream().filter(this::stands).toList();
    }

    List<Comment> repliesOf(String thread) {
        return replies.getOrDefault(thread, List.of()).stream()
                .filter(this::stands)
                .toList();
    }

    List<Comment> commentsBy(String author) {
        return comments.values().stream()
                .filter(comment -> comment.author.equals(author) && stands(comment))
                .toList();
    }

    /** Whose film a comment stands under. */
    String ownerOf(Comment comment) {
        return video(comment.video).map(video -> video.channel).orElse("");
    }
}
