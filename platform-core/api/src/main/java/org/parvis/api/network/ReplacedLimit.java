package org.parvis.api.network;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.parvis.model.NetworkId;

/**
 * A limit of a network that something else than its plugin says.
 *
 * @param path of the member in the network's descriptor, such as {@code quotas/posts.create/limit}
 * @param before what the plugin says; empty for nothing
 * @param source who says the value
 * @param dated the date of the file; null where the operator's settings say it
 * @param until the day after which the file is stale; null where the operator's settings say it
 * @param signedBy the name of the key that signed the file; empty where the operator's settings say it
 */
public record ReplacedLimit(
        NetworkId network,
        String path,
        String value,
        String before,
        Source source,
        @Nullable LocalDate dated,
        @Nullable LocalDate until,
        String signedBy,
        boolean stale) {
    /** Who says a value; the operator has the last word. */
    public enum Source {
        /** A signed file of limits. */
        FILE,
        /** {@code etc/org.parvis.limits~<id>.cfg}. */
        OPERATOR
    }
}
