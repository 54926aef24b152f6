package org.parvis.engine.quota;

import java.util.Comparator;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;

/**
 * Names a budget in use.
 *
 * @param subject the remote account it is counted for; empty for the application's. A remote account that several workspaces
 *     linked has one budget, as the network sees it
 */
record BucketKey(NetworkId network, String bucket, QuotaRule.Scope scope, String subject) {
    static final Comparator<BucketKey> ORDER = Comparator.comparing(
                    (BucketKey k) -> k.network().value())
            .thenComparing(BucketKey::bucket)
            .thenComparing(BucketKey::scope)
            .thenComparing(BucketKey::subject);
}
