package org.parvis.engine.hint;

import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.hint.Hint;

/** Sends hints through the container's event bus, after the open transaction has been committed. Never blocks. */
@ProviderType
public interface Hints {
    void send(Hint hint);
}
