package org.parvis.api.network;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told of every call to a network when it has ended. Registered as a service; called on the thread of the call, outside of
 * every transaction, after the outcome is known and before the caller learns it: must be quick. What it throws is logged and
 * changes nothing.
 */
@ConsumerType
public interface CallObserver {
    void ended(EndedCall call);
}
