package org.parvis.api.change;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.WorkspaceId;

/**
 * Takes part in the transaction of another service: called with what it changed, before it commits, on its thread. What the
 * participant writes is committed with it or not at all; what it throws rolls everything back. Registered as a service; must
 * be quick, set-based and must not call a network. Changes it does not know are passed over. What the platform cannot do
 * without bears a name as the service property {@link #NAME}: while one of those is away, nothing changes.
 */
@ConsumerType
public interface ChangeParticipant {
    /** The service property that names a participant. */
    String NAME = "participant";

    void changed(WorkspaceId workspace, List<Change> changes);
}
