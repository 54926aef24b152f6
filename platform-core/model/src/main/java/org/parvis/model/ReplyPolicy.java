package org.parvis.model;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may answer a kind of item, and until when, where a rule can say it; what only code can say is
 * {@code Responder.mayReply}. An immutable value of the descriptor.
 *
 * @param mayStart whether the account may write first
 * @param window counted from the other's last message; null where time does not matter
 * @param personWindow the longer time within which a person, and no automation, may still answer; null where there is none
 * @param reasons the sentence a person reads when it is over, by language; empty where there is nothing to say
 */
public record ReplyPolicy(
        ItemKind kind,
        boolean mayStart,
        @Nullable Duration window,
        @Nullable Duration personWindow,
        Map<String, String> reasons) {
    public ReplyPolicy {
        reasons = Map.copyOf(reasons);
    }
}
