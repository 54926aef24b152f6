package org.parvis.simulator.youtube;

/** A channel: a brand's own, which can sign in, or anybody else's. Guarded by the world. */
final class Channel {
    final String id;
    final String handle;
    final String title;
    final boolean organization;
    final long createdAt;
    long subscribers;
    /** Only a channel with a verified phone number may set pictures of its films. */
    boolean verified = true;

    Channel(String id, String handle, String title, boolean organization, long createdAt, long subscribers) {
        this.id = id;
        this.handle = handle;
        this.title = title;
        this.organization = organization;
        this.createdAt = createdAt;
        this.subscribers = subscribers;
    }

    /** The playlist of its uploads. */
    String uploads() {
        return id.startsWith("UC") ? "UU" + id.substring(2) : "UU" + id;
    }
}
