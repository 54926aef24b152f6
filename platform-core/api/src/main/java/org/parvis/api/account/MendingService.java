package org.parvis.api.account;

import java.net.URI;
import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;

/**
 * Finds out whether a linked account's authorisation is alive, and lets somebody renew it who was asked to. Blocking,
 * thread-safe; changing calls write the audit trail.
 */
@ProviderType
public interface MendingService {
    /**
     * Asks the network something small as the account, and notes what that shows: an authorisation that it refuses must be
     * linked again, one that it accepts need not. A paused account stays paused. Blocks until the network has answered.
     */
    AccountCheck check(Caller caller, AccountId account);

    /**
     * Makes an address that leads one person, once, to linking this account again. It replaces those made before for the same
     * account. Whoever opens it must be logged in here and hold the right to manage the account: the address is no key.
     */
    RelinkAddress relinkAddress(Caller caller, AccountId account);

    /**
     * Spends the token of such an address and begins to link the account again; the same remote account must come back.
     *
     * @param caller the person who is logged in, in the account's workspace
     * @param token what stood in the address
     */
    AccountService.LinkStart relink(Caller caller, String token);

    /**
     * What a check showed.
     *
     * @param account as it stands after it
     * @param detail what the network said; empty where all is well
     */
    record AccountCheck(Account account, Verdict verdict, String detail) {}

    /** Whether an authorisation is alive. */
    enum Verdict {
        ALIVE,
        /** The network refuses it: the account must be linked again. */
        REFUSED,
        /** The network could not be asked, or its answer tells nothing. */
        UNKNOWN
    }

    /**
     * @param address its fragment holds the token, so that no server and no proxy on the way gets to see it
     */
    record RelinkAddress(URI address, Instant expiresAt) {
        @Override
        public String toString() {
            return "RelinkAddress[expiresAt=" + expiresAt + "]";
        }
    }
}
