package org.parvis.engine.obligation;

import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/** Lets obligations that wait go on before their time. Thread-safe; blocks for one statement; joins the open transaction. */
public interface Wakeups {
    /** An account works again. */
    void accountWorks(WorkspaceId workspace, AccountId account);

    /** A network's budget became larger: what waits for it is tried now, of all workspaces. */
    void budgetRaised(NetworkId network);
}
