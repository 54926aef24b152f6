package org.parvis.engine.version;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.NetworkId;

/**
 * The versions of a network side by side, for the one who installs them. Thread-safe. What changes something blocks for a
 * statement and is stored before it holds; it survives a restart.
 */
@ProviderType
public interface NetworkVersions {
    /** The versions that are hosted, the highest first; does not block. */
    List<HostedVersion> versions(NetworkId network);

    /**
     * Waits until the versions of a network are as {@code wanted} says. They are looked at anew whenever one comes, goes,
     * is configured or changes its state; {@code wanted} must be quick and is called on the waiting thread alone. Blocks.
     *
     * @return false where they were not at the end of {@code patience}
     */
    boolean await(NetworkId network, Predicate<List<HostedVersion>> wanted, Duration patience)
            throws InterruptedException;

    /**
     * Lays values over the descriptors of a network, by their paths: over those that are hosted and those that will come, below
     * what the operator says in {@code org.parvis.limits~<id>}. They hold until they are replaced or the process ends.
     *
     * @param values in the place of those before; empty for none
     * @return why they do not fit a version that is hosted, and then nothing has changed; empty where they hold
     */
    Optional<String> limits(NetworkId network, Map<String, String> values);

    /** What is laid over the descriptor of the version that serves, by whomever. */
    List<LaidOver> laidOver(NetworkId network);

    /** How accounts are routed; empty as long as nobody said: then the highest version that works serves all. */
    Optional<Route> route(NetworkId network);

    /** Routes the accounts of a network from the next call on. A version that is not there is stood in for by one that is. */
    void route(NetworkId network, Route route);

    /** Forgets how a network was routed. */
    void forget(NetworkId network);

    /** Hands out no more calls of the network, or hands them out again. Running calls go on. */
    void rest(NetworkId network, boolean resting);

    /** Whether the operator has put the network to rest. */
    boolean isResting(NetworkId network);

    /**
     * Waits until no call to a version is running any more; route its accounts elsewhere first. Blocks.
     *
     * @return false where calls were still running at the end of {@code patience}
     */
    boolean settle(NetworkId network, String version, Duration patience) throws InterruptedException;
}
