package org.parvis.health;

import java.util.LinkedHashMap;
import java.util.Map;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;

/**
 * Of which network an account is, learnt from calls: whoever tells of changes names accounts only, and looking them up inside
 * of their transactions would slow these down. Bounded; thread-safe.
 */
final class NetworksOfAccounts {
    static final String UNKNOWN = "unknown";

    private static final int MOST = 20_000;

    private final Map<AccountId, NetworkId> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AccountId, NetworkId> eldest) {
            return size() > MOST;
        }
    };

    synchronized void learn(AccountId account, NetworkId network) {
        known.put(account, network);
    }

    synchronized String network(AccountId account) {
        NetworkId network = known.get(account);
        return network == null ? UNKNOWN : network.value();
    }
}
