package org.parvis.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;

/** Networks whose states a test sets. */
public final class FakeNetworks implements NetworkService {
    private final Map<NetworkId, NetworkState> states = new ConcurrentHashMap<>();

    public void set(NetworkId network, NetworkState state) {
        states.put(network, state);
    }

    @Override
    public List<NetworkStatus> networks() {
        return states.entrySet().stream()
                .map(each -> status(each.getKey(), each.getValue()))
                .toList();
    }

    @Override
    public Optional<NetworkStatus> network(NetworkId id) {
        return Optional.ofNullable(states.get(id)).map(state -> status(id, state));
    }

    @Override
    public void resume(NetworkId id) {
        states.put(id, NetworkState.READY);
    }

    private static NetworkStatus status(NetworkId id, NetworkState state) {
        return new NetworkStatus(id, id.value(), "1.0.0", "[0.1,1)", state, "", Instant.EPOCH, null);
    }
}
