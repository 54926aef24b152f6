package org.parvis.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the network's terms allow data to be kept after it was last fetched; null where they name no end. What is over is
 * blanked, not deleted: ids and times stay, so that nothing is counted or fetched twice.
 *
 * @param itemText text, attachments and raw bytes of what others wrote
 * @param author names, handles and pictures of others
 * @param metrics figures
 */
public record Retention(
        @Nullable Duration itemText,
        @Nullable Duration author,
        @Nullable Duration metrics) {
    /** No end. */
    public static Retention unlimited() {
        return new Retention(null, null, null);
    }
}
