package org.parvis.engine.account;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.Author;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;

/** A linked account, as the services need it. */
public record LinkedAccount(
        WorkspaceId workspace,
        BrandId brand,
        AccountId id,
        NetworkId network,
        RemoteId remoteId,
        String handle,
        String displayName,
        String kind,
        @Nullable URI picture,
        AccountState state) {

    /** The account as the author of what it writes. */
    public Author asAuthor() {
        return new Author(remoteId, handle, displayName, picture);
    }

    /** Whether anything may be fetched or sent. */
    public boolean works() {
        return state != AccountState.PAUSED && state != AccountState.RELINK_REQUIRED;
    }
}
