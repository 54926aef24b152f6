package org.parvis.spi;

/**
 * What a plugin needs to go on with a pending publication beside the variant: what the network said, where the plugin stands.
 * Its own format and version; the core stores it and never looks into it. It outlives restarts and updates of the plugin, so
 * it says its version, and a newer plugin reads what an older one wrote.
 *
 * @param value at most 32 KiB; no secrets
 */
public record ResumeToken(String value) {
    /** The longest token the platform stores, in characters. */
    public static final int MAX_LENGTH = 32 * 1024;
}
