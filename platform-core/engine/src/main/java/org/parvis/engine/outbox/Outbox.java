package org.parvis.engine.outbox;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;

/**
 * Obligations: whatever must happen (publish, reply, fetch, refresh) is a row that is written in the same transaction as the
 * state that demands it. Rows are claimed under a lease on the database's time and handed to the {@link ObligationHandler}
 * of their kind; whatever dies in between is claimed again when the lease ends, so handling is at least once.
 *
 * <p>Rows of one lane are handled one after the other, in the order of their due times; lanes do not wait for each other.
 * Thread-safe. All methods join the open transaction of the thread.
 */
@ProviderType
public interface Outbox {
    /**
     * Adds an obligation, unless one of its kind and key is there already and not done; then nothing happens.
     *
     * @return its id, or that of the one that is there
     */
    UUID add(NewObligation obligation);

    /** As {@link #add}, for many in one statement. */
    void addAll(List<NewObligation> obligations);

    /** Makes an obligation due at another time, unless it is being handled. False if there is none to move. */
    boolean reschedule(WorkspaceId workspace, String kind, String key, Instant due);

    /** Takes an obligation away, unless it is being handled. False if there is none to take. */
    boolean withdraw(WorkspaceId workspace, String kind, String key);

    /** Takes all obligations of an account away; those being handled lose their lease and cannot settle. */
    void withdrawAll(WorkspaceId workspace, AccountId account);
}
