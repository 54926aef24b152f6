package org.parvis.simulator.twitter;

/** Somebody on X. Thread-safe. */
final class User {

    final long id;
    final String handle;
    final String name;
    /** A brand's own account: one that can be signed in to. */
    final boolean organization;

    final long followers;
    volatile boolean premium;

    User(long id, String handle, String name, boolean organization, long followers) {
        this.id = id;
        this.handle = handle;
        this.name = name;
        this.organization = organization;
        this.followers = followers;
    }
}
