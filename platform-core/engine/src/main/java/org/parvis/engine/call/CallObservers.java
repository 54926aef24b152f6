package org.parvis.engine.call;

import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.network.EndedCall;

/** Reaches whoever wants to know of calls to networks. Never throws. */
@ProviderType
@FunctionalInterface
public interface CallObservers {
    void ended(EndedCall call);
}
