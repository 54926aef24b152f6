package org.parvis.engine.call;

import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.UnavailableException;

/** The network cannot be called just now; its work waits. */
public final class NetworkAbsentException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    private final NetworkId network;
    private final NetworkState state;

    public NetworkAbsentException(NetworkId network, NetworkState state) {
        super("The network " + network + " is " + state);
        this.network = network;
        this.state = state;
    }

    public NetworkId network() {
        return network;
    }

    public NetworkState state() {
        return state;
    }
}
