package org.parvis.api.media;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.MediaId;
import org.parvis.model.WorkspaceId;

/**
 * Somebody who needs files of the library; asked before one is deleted, inside the transaction that deletes it, on its
 * thread. Registered as a service; must be quick and must not call a network.
 */
@ConsumerType
public interface MediaUser {
    /** What needs the file, as the end of a sentence ("a publication that is scheduled"); empty when nothing does. */
    Optional<String> need(WorkspaceId workspace, MediaId media);
}
