package org.parvis.model;

import java.util.EnumSet;
import java.util.Set;

/**
 * Something a network can do through the platform. A descriptor declares them; a declared one must work and an undeclared
 * one must answer {@link ErrorKind#UNSUPPORTED}.
 */
public enum Capability {
    PUBLISH,
    PUBLISH_TEXT(PUBLISH),
    PUBLISH_LINK(PUBLISH),
    PUBLISH_IMAGE(PUBLISH),
    PUBLISH_VIDEO(PUBLISH),
    PUBLISH_CAROUSEL(PUBLISH),
    PUBLISH_STORY(PUBLISH),
    PUBLISH_POLL(PUBLISH),
    PUBLISH_THREAD(PUBLISH),
    PUBLISH_DOCUMENT(PUBLISH),
    FIRST_COMMENT(PUBLISH),
    EDIT(PUBLISH),
    RETRACT(PUBLISH),
    RECONCILE(PUBLISH),
    NATIVE_SCHEDULING(PUBLISH),
    /** Posts made natively on the network are seen. */
    TIMELINE,
    INBOX_COMMENTS,
    INBOX_MENTIONS,
    INBOX_DIRECT,
    INBOX_REVIEWS,
    REPLY_COMMENT(INBOX_COMMENTS),
    REPLY_DIRECT(INBOX_DIRECT),
    HIDE_COMMENT(INBOX_COMMENTS),
    REMOVE_COMMENT(INBOX_COMMENTS),
    /** Answers a comment by a direct message to its author. */
    PRIVATE_REPLY(INBOX_COMMENTS),
    REACT(INBOX_COMMENTS),
    ANALYTICS_ACCOUNT,
    ANALYTICS_PUBLICATION,
    WEBHOOKS;

    private final Set<Capability> implied;

    Capability(Capability... implied) {
        this.implied = implied.length == 0 ? Set.of() : Set.of(implied);
    }

    /** What this one needs: who declares it must declare those too. */
    public Set<Capability> implied() {
        return implied;
    }

    /** The declared capabilities together with everything they imply. */
    public static Set<Capability> closure(Set<Capability> declared) {
        EnumSet<Capability> closure = EnumSet.noneOf(Capability.class);
        for (Capability capability : declared) {
            closure.add(capability);
            closure.addAll(capability.implied);
        }
        return closure;
    }
}
