package org.parvis.engine.credentials;

import java.util.UUID;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.TokenGrant;

/** Keeps what networks granted, for linking. Thread-safe; joins the open transaction of the workspace. */
public interface Grants {
    /**
     * Stores a grant and sees to it that it is refreshed in time.
     *
     * @param link which linking it came with: what a person authorised at once is given back at once, with the last of it
     */
    UUID store(WorkspaceId workspace, NetworkId network, TokenGrant grant, UUID link);

    /** Lets an account use a grant from now on; the one it used before is forgotten when no other uses it. */
    void assign(WorkspaceId workspace, AccountId account, UUID authorisation);

    /** Sees to it again that the account's grant is refreshed in time, after it was given up. */
    void watch(WorkspaceId workspace, AccountId account);

    /** The account uses no grant any more; the last one that used it lets it be given back to the network. */
    void forget(WorkspaceId workspace, AccountId account);
}
