package org.parvis.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who may answer a kind of item, and until when, where a rule can say it.
 *
 * @param window counted from the other's last message; null where time does not matter
 * @param personWindow the longer time within which a person, and no automation, may still answer; null where there is none
 * @param reason the sentence a person reads when it is over, in English
 */
public record ReplyPolicy(
        ItemKind kind,
        boolean mayStart,
        @Nullable Duration window,
        @Nullable Duration personWindow,
        String reason) {}
