package org.parvis.engine.quota;

import java.util.Comparator;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;

/**
 * Names a budget in use.
 *
 * @param subject the remote account it is counted for; empty for the application's. A remote account that several workspaces
 *     linked has one budget, as the network sees it; accounts that one person authorised at once share a user's
 */
record BucketKey(NetworkId network, String bucket, QuotaRule.Scope scope, String subject) {
    static final Comparator<BucketKey> ORDER = Comparator.comparing(
                    (BucketKey k) -> k.network().value())
            .thenComparing(BucketKey::bucket)
            .thenComparing(BucketKey::scope)
            .thenComparing(BucketKey::subject);

    static BucketKey of(NetworkId network, QuotaRule rule, Spender spender) {
        String subject = switch (rule.scope()) {
            case APP -> "";
            case ACCOUNT -> spender.remote().value();
            case USER -> spender.user();
        };
        return new BucketKey(network, rule.bucket(), rule.scope(), subject);
    }

    LimitRecord.Key rule() {
        return new LimitRecord.Key(network, bucket, scope);
    }
}
