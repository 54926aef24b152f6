package org.parvis.api.change;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;

/**
 * What a service knows of an account as it stands now, told once more as the changes it would announce, so that who keeps
 * something of its own by them can build that anew without reading foreign tables. Registered with the property
 * {@value #KEEPER}. Reads within the transaction that is open on the calling thread. Blocking, thread-safe.
 */
@ConsumerType
public interface StandingFacts {
    /** Service property: which service tells, {@code inbox} or {@code publishing}. */
    String KEEPER = "keeper";

    Page read(WorkspaceId workspace, AccountId account, @Nullable UUID after, int limit);

    /**
     * Some of it.
     *
     * @param next where to go on; null at the end. A page may be empty and yet not the last
     */
    record Page(List<Change> changes, @Nullable UUID next) {
        public Page {
            changes = List.copyOf(changes);
        }
    }
}
