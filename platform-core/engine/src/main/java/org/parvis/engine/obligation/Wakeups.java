package org.parvis.engine.obligation;

import org.parvis.model.AccountId;
import org.parvis.model.WorkspaceId;

/** Lets obligations that waited for a person go on. Thread-safe; blocks for one statement; joins the open transaction. */
public interface Wakeups {
    /** An account works again. */
    void accountWorks(WorkspaceId workspace, AccountId account);
}
