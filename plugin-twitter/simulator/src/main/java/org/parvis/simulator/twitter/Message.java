package org.parvis.simulator.twitter;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A direct message. Its content never changes; each side can delete its own copy. */
final class Message {

    final long id;
    final long sender;
    final String conversation;
    final List<Long> participants;
    final String text;
    final List<String> media;
    final long createdAt;
    final Set<Long> deletedBy = ConcurrentHashMap.newKeySet();

    Message(
            long id,
            long sender,
            String conversation,
            List<Long> participants,
            String text,
            List<String> media,
            long createdAt) {
        this.id = id;
        this.sender = sender;
        this.conversation = conversation;
        this.participants = participants;
        this.text = text;
        this.media = media;
        this.createdAt = createdAt;
    }

    static String conversation(long one, long other) {
        return Math.min(one, other) + "-" + Math.max(one, other);
    }

    boolean shownTo(long user, long now) {
        return createdAt <= now && participants.contains(user) && !deletedBy.contains(user);
    }
}
