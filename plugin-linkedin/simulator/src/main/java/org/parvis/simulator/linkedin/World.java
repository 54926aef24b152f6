package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything LinkedIn knows here. Whoever uses it holds its monitor. */
final class World {
    static final String SHARE = "urn:li:share:";
    static final String UGC_POST = "urn:li:ugcPost:";
    static final String ACTIVITY = "urn:li:activity:";
    static final String ORGANIZATION = "urn:li:organization:";
    static final String PERSON = "urn:li:person:";
    private static final long NEVER = Long.MAX_VALUE;
    private static final int TIME_BITS = 22;

    /** A page. */
    static final class Page {
        final long id;
        final String vanityName;
        final String name;
        long followers;
        /** Members who administer it. */
        final Set<String> administrators = new HashSet<>();

        Page(long id, String vanityName, String name, long followers) {
            this.id = id;
            this.vanityName = vanityName;
            this.name = name;
            this.followers = followers;
        }

        String urn() {
            return ORGANIZATION + id;
        }
    }

    /** A member. */
    record Member(String id, String name) {
        String urn() {
            return PERSON + id;
        }
    }

    /** A post. */
    static final class Post {
        final String urn;
        final String activity;
        final String author;
        final long createdAt;
        final @Nullable ObjectNode content;
        final boolean noReshare;
        String commentary;
        long listedAt;
        long modifiedAt;
        long deletedAt = NEVER;
        boolean edited;
        boolean closed;
        long impressions;
        long clicks;
        long shares;
        long likesBefore;

        Post(
                String urn,
                String author,
                long createdAt,
                String commentary,
                @Nullable ObjectNode content,
                boolean noReshare) {
            this.urn = urn;
            // LinkedIn counts activities apart from the posts they show.
            this.activity = ACTIVITY + (Long.parseLong(urn.substring(urn.lastIndexOf(':') + 1)) + 1024);
            this.author = author;
            this.createdAt = createdAt;
            this.listedAt = createdAt;
            this.modifiedAt = createdAt;
            this.commentary = commentary;
            this.content = content;
            this.noReshare = noReshare;
        }
    }

    /** A comment, at one of two levels. */
    static final class Comment {
        final String id;
        final Post post;
        final @Nullable Comment parent;
        final String actor;
        final long createdAt;
        String text;
        long listedAt;
        long modifiedAt;
        long deletedAt = NEVER;
        long likesBefore;

        @Nullable
        String picture;

        Comment(String id, Post post, @Nullable Comment parent, String actor, long createdAt, String text) {
            this.id = id;
            this.post = post;
            this.parent = parent;
            this.actor = actor;
            this.createdAt = createdAt;
            this.listedAt = createdAt;
            this.modifiedAt = createdAt;
            this.text = text;
        }

        String urn() {
            return "urn:li:comment:(" + post.activity + "," + id + ")";
        }
    }

    private final Clock clock;
    private final Map<Long, Page> pages = new LinkedHashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Post> posts = new LinkedHashMap<>();
    private final Map<String, Post> byActivity = new HashMap<>();
    private final Map<String, Comment> comments = new LinkedHashMap<>();
    private final Map<Post, List<Comment>> under = new HashMap<>();
    private final Map<String, Map<String, String>> reactions = new HashMap<>();
    private long lastNumber;

    World(Clock clock) {
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    /** A number as LinkedIn gives them: it grows with time. */
    long nextNumber() {
        lastNumber = Math.max(lastNumber + 1, now() << TIME_BITS);
        return lastNumber;
    }

    void add(Page page) {
        pages.put(page.id, page);
    }

    void add(Member member) {
        members.put(member.id(), member);
    }

    void add(Post post) {
        posts.put(post.urn, post);
        byActivity.put(post.activity, post);
        under.put(post, new ArrayList<>());
    }

    void add(Comment comment) {
        comments.put(comment.urn(), comment);
        under.computeIfAbsent(comment.post, key -> new ArrayList<>()).add(comment);
    }

    List<Page> pages() {
        return pages.values().stream()
                .sorted(Comparator.comparing(page -> page.vanityName))
                .toList();
    }

    Optional<Page> page(String urnOrHandle) {
        return pages.values().stream()
                .filter(page -> page.urn().equals(urnOrHandle)
                        || Long.toString(page.id).equals(urnOrHandle)
                        || page.vanityName.equalsIgnoreCase(urnOrHandle))
                .findFirst();
    }

    Optional<Member> member(String id) {
        return Optional.ofNullable(members.get(id.startsWith(PERSON) ? id.substring(PERSON.length()) : id));
    }

    Optional<Member> memberCalled(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return members.values().stream()
                .filter(member -> member.name().toLowerCase(Locale.ROOT).equals(wanted)
                        || member.id().equalsIgnoreCase(name))
                .findFirst();
    }

    /** A post by any of its names; also one that is deleted or not there yet. */
    Optional<Post> post(String urn) {
        return Optional.ofNullable(posts.containsKey(urn) ? posts.get(urn) : byActivity.get(urn));
    }

    Optional<Comment> comment(String urn) {
        return Optional.ofNullable(comments.get(urn));
    }

    List<Post> posts() {
        return List.copyOf(posts.values());
    }

    /** All comments of a post, oldest first. */
    List<Comment> comments(Post post) {
        return under.getOrDefault(post, List.of()).stream()
                .sorted(Comparator.comparingLong(comment -> comment.createdAt))
                .toList();
    }

    List<Comment> comments() {
        return List.copyOf(comments.values());
    }

    boolean exists(Post post) {
        return post.createdAt <= now() && now() < post.deletedAt;
    }

    boolean exists(Comment comment) {
        boolean parentThere = comment.parent == null || exists(comment.parent);
        return comment.createdAt <= now() && now() < comment.deletedAt && parentThere && exists(comment.post);
    }

    /** Who reacted to something, and how. */
    Map<String, String> reactions(String urn) {
        return reactions.computeIfAbsent(urn, key -> new LinkedHashMap<>());
    }

    /** How many comments a post has, at both levels; counted at once, while lists may lag. */
    long count(Post post) {
        return comments(post).stream().filter(this::exists).count();
    }

    Optional<String> name(String urn) {
        return urn.startsWith(ORGANIZATION)
                ? page(urn).map(page -> page.name)
                : member(urn).map(Member::name);
    }
}
