package org.parvis.engine.registry;

import org.jspecify.annotations.Nullable;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;

/** The hosted networks, for those who call them. Thread-safe; does not block. Never keep what it returns beyond one call. */
public interface Networks {
    /**
     * The network, ready for a call.
     *
     * @throws org.parvis.engine.call.NetworkAbsentException when it cannot be called just now
     */
    HostedNetwork callable(NetworkId network);

    /** The version of the account's network that serves it, ready for a call; else as {@link #callable(NetworkId)}. */
    HostedNetwork callable(LinkedAccount account);

    /** The network for what is pure: also while it is switched off or misconfigured. */
    HostedNetwork present(NetworkId network);

    /** Tells how a call ended, so that a change of the network's state becomes known. {@code kind} null for success. */
    void ended(HostedNetwork network, @Nullable ErrorKind kind, String reason);
}
