package org.parvis.simulator.twitter;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that exists on the simulated X, in memory, indexed for the questions that the API asks. Readers need no lock;
 * writers hold this object's monitor.
 */
final class World {

    private static final long EPOCH_MILLIS = 1_288_834_974_657L;
    private static final int TIME_BITS = 22;

    private final Clock clock;
    private final Map<Long, User> users = new ConcurrentHashMap<>();
    private final Map<String, User> handles = new ConcurrentHashMap<>();
    private final Map<Long, Post> posts = new ConcurrentHashMap<>();
    private final PostIndex everything = new PostIndex();
    private final Map<Long, PostIndex> byAuthor = new ConcurrentHashMap<>();
    private final Map<Long, PostIndex> mentioning = new ConcurrentHashMap<>();
    private final Map<Long, PostIndex> answering = new ConcurrentHashMap<>();
    private final Map<Long, PostIndex> conversations = new ConcurrentHashMap<>();
    private final Map<Long, PostIndex> quoting = new ConcurrentHashMap<>();
    private final Map<Long, Message> messages = new ConcurrentHashMap<>();
    private final Map<Long, ConcurrentNavigableMap<Long, Message>> mailboxes = new ConcurrentHashMap<>();
    private final Map<String, List<Long>> participants = new ConcurrentHashMap<>();
    private final Map<Long, MediaFile> media = new ConcurrentHashMap<>();
    private final Map<Long, Set<Long>> likers = new ConcurrentHashMap<>();
    private final Map<Long, Map<Long, Long>> reposters = new ConcurrentHashMap<>();
    private final Set<String> blockedMessages = ConcurrentHashMap.newKeySet();
    private long lastId;

    World(Clock clock) {
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    /** A new id: milliseconds since X's epoch, shifted, and always greater than the one before. */
    synchronized long nextId() {
        long id = Math.max(lastId + 1, (now() - EPOCH_MILLIS) << TIME_BITS);
        while (posts.containsKey(id) || messages.containsKey(id)) {
            id++;
        }
        lastId = id;
        return id;
    }

    /** Ids that a restored journal used up are not given again. */
    synchronized void used(long id) {
        lastId = Math.max(lastId, id);
    }

    void add(User user) {
        users.put(user.id, user);
        handles.put(user.handle.toLowerCase(Locale.ROOT), user);
    }

    Optional<User> user(long id) {
        return Optional.ofNullable(users.get(id));
    }

    Optional<User> user(String handle) {
        return Optional.ofNullable(handles.get(handle.toLowerCase(Locale.ROOT)));
    }

    Collection<User> users() {
        return users.values();
    }

    Optional<Post> post(long id) {
        return Optional.ofNullable(posts.get(id));
    }

    /** Takes a post in; its conversation must be known. A second post with the same id is left out. */
    boolean add(Post post) {
        if (posts.putIfAbsent(post.id, post) != null) {
            return false;
        }
        everything.add(post);
        index(byAuthor, post.author, post);
        index(conversations, post.conversation, post);
        Set<Long> named = new HashSet<>();
        for (Post.Mention mention : post.content.mentions()) {
            if (mention.id() != 0 && named.add(mention.id())) {
                index(mentioning, mention.id(), post);
            }
        }
        if (post.references.parentAuthor() != 0) {
            index(answering, post.references.parentAuthor(), post);
        }
        if (post.references.quoted() != 0) {
            index(quoting, post.references.quoted(), post);
        }
        return true;
    }

    private static void index(Map<Long, PostIndex> indexes, long key, Post post) {
        indexes.computeIfAbsent(key, any -> new PostIndex()).add(post);
    }

    private static PostIndex.View view(Map<Long, PostIndex> indexes, long key) {
        PostIndex index = indexes.get(key);
        return index == null ? PostIndex.EMPTY : index.view();
    }

    PostIndex.View everything() {
        return everything.view();
    }

    PostIndex.View by(long author) {
        return view(byAuthor, author);
    }

    PostIndex.View mentioning(long user) {
        return view(mentioning, user);
    }

    PostIndex.View answering(long user) {
        return view(answering, user);
    }

    PostIndex.View conversation(long id) {
        return view(conversations, id);
    }

    PostIndex.View quoting(long post) {
        return view(quoting, post);
    }

    void add(Message message) {
        if (messages.putIfAbsent(message.id, message) == null) {
            participants.putIfAbsent(message.conversation, message.participants);
            for (long user : message.participants) {
                mailboxes
                        .computeIfAbsent(user, any -> new ConcurrentSkipListMap<>())
                        .put(message.id, message);
            }
        }
    }

    Collection<Message> messages() {
        return messages.values();
    }

    Optional<Message> message(long id) {
        return Optional.ofNullable(messages.get(id));
    }

    /** The messages of a user, by id. */
    ConcurrentNavigableMap<Long, Message> mailbox(long user) {
        return mailboxes.computeIfAbsent(user, any -> new ConcurrentSkipListMap<>());
    }

    /** Who takes part in a conversation of messages; empty where there is none. */
    List<Long> participants(String conversation) {
        return participants.getOrDefault(conversation, List.of());
    }

    Set<String> blockedMessages() {
        return blockedMessages;
    }

    void add(MediaFile file) {
        media.put(file.id, file);
    }

    Optional<MediaFile> media(long id) {
        return Optional.ofNullable(media.get(id));
    }

    @Nullable
    MediaFile media(String key) {
        return media.get(Long.parseLong(key.substring(key.indexOf('_') + 1)));
    }

    Set<Long> likers(long post) {
        return likers.computeIfAbsent(post, any -> ConcurrentHashMap.newKeySet());
    }

    /** Who reposted a post, and the id of the repost. */
    Map<Long, Long> reposters(long post) {
        return reposters.computeIfAbsent(post, any -> new ConcurrentHashMap<>());
    }

    /** The times after an instant at which something of this world begins to exist. */
    List<Long> timesAfter(long after, int count) {
        PostIndex.View view = everything.view();
        java.util.PriorityQueue<Long> soonest = new java.util.PriorityQueue<>(java.util.Comparator.reverseOrder());
        for (int i = 0; i < view.size(); i++) {
            offer(soonest, view.at(i).createdAt, after, count);
        }
        for (Message message : messages.values()) {
            offer(soonest, message.createdAt, after, count);
        }
        List<Long> times = new ArrayList<>(soonest);
        times.sort(null);
        return times;
    }

    private static void offer(java.util.PriorityQueue<Long> soonest, long time, long after, int count) {
        if (time > after && (soonest.size() < count || time < soonest.peek())) {
            soonest.add(time);
            if (soonest.size() > count) {
                soonest.poll();
            }
        }
    }
}
