package org.parvis.api.hint;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;

/**
 * A lossy hint that something changed: ids only, sent after the commit through the container's event bus. Whoever must not
 * miss something reads the store.
 *
 * @param topic one of the constants
 * @param workspace null for what concerns the whole platform
 * @param subject id of what changed
 */
public record Hint(
        String topic,
        @Nullable WorkspaceId workspace,
        @Nullable AccountId account,
        String subject,
        Instant occurredAt) {
    public static final String PREFIX = "org/parvis/";
    public static final String NETWORK = PREFIX + "network/CHANGED";
    public static final String ACCOUNT = PREFIX + "account/CHANGED";
    public static final String PUBLICATION = PREFIX + "publication/CHANGED";
    public static final String ITEM = PREFIX + "inbox/ITEM_RECEIVED";
    public static final String CONVERSATION = PREFIX + "inbox/CONVERSATION_CHANGED";
    public static final String REPLY = PREFIX + "inbox/REPLY_CHANGED";
    public static final String QUOTA = PREFIX + "quota/CHANGED";
    public static final String WORK = PREFIX + "outbox/DUE";

    /** As the properties of an event. */
    public Map<String, Object> toProperties() {
        Map<String, Object> properties = new HashMap<>();
        if (workspace != null) {
            properties.put("workspace", workspace.toString());
        }
        if (account != null) {
            properties.put("account", account.toString());
        }
        properties.put("subject", subject);
        properties.put("occurredAt", occurredAt.toString());
        return properties;
    }

    /** Reads the properties of an event. */
    public static Hint from(String topic, Map<String, ?> properties) {
        Object workspace = properties.get("workspace");
        Object account = properties.get("account");
        return new Hint(
                topic,
                workspace == null ? null : WorkspaceId.of(workspace.toString()),
                account == null ? null : AccountId.of(account.toString()),
                String.valueOf(properties.get("subject")),
                Instant.parse(String.valueOf(properties.get("occurredAt"))));
    }
}
