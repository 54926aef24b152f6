package org.parvis.api.network;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.NetworkId;

/** The networks that are installed. Not confined to a workspace: networks serve all. Thread-safe, does not block. */
@ProviderType
public interface NetworkService {
    List<NetworkStatus> networks();

    Optional<NetworkStatus> network(NetworkId id);

    /** Whether calls to a network pause, because it did not answer too often. */
    default boolean isPausing(NetworkId id) {
        return false;
    }

    /** Lets a quarantined network be called again. */
    void resume(NetworkId id);
}
