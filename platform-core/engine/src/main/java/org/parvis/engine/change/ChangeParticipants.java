package org.parvis.engine.change;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.change.Change;
import org.parvis.model.WorkspaceId;

/**
 * All {@link org.parvis.api.change.ChangeParticipant}s that are registered just now, as one. Thread-safe; runs them on the
 * caller's thread inside its open transaction, one after the other in the order of their registration.
 */
@ProviderType
public interface ChangeParticipants {
    /**
     * Tells every participant what changed; nothing happens when {@code changes} is empty. What a participant throws is
     * thrown on, so that the caller's transaction is rolled back.
     *
     * @throws ParticipantAwayException before anybody is told, while one that the platform cannot do without is away
     */
    void announce(WorkspaceId workspace, List<Change> changes);
}
