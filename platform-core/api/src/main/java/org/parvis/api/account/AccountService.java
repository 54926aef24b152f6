package org.parvis.api.account;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.Slice;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;

/**
 * Links accounts and shows how they stand. Blocking, thread-safe; changing calls write the audit trail.
 *
 * <p>Linking: {@link #beginLink} gives the network's authorisation page; the network sends the person back to the callback,
 * whose parameters go to {@link #completeLink} together with the binding that the browser kept. State is single-use, expires
 * after ten minutes and is bound to person, workspace and browser.
 */
@ProviderType
public interface AccountService {
    Slice<Account> accounts(Caller caller, AccountQuery query);

    Account account(Caller caller, AccountId account);

    /** @param relink the account to mend; the same remote account must come back. Null to add new ones */
    LinkStart beginLink(Caller caller, BrandId brand, NetworkId network, @Nullable AccountId relink);

    /** @param callback what the network sent back to the callback address */
    LinkResult completeLink(Caller caller, LinkCallback callback);

    /**
     * Links accounts of a network on which a person types a name and a secret instead of authorising on a page. Blocks until
     * the network has answered.
     *
     * @param relink the account to mend; the same remote account must come back. Null to add new ones
     */
    LinkResult signIn(Caller caller, BrandId brand, NetworkId network, @Nullable AccountId relink, TypedSecret typed);

    Account pause(Caller caller, AccountId account, long version);

    Account resume(Caller caller, AccountId account, long version);

    /** Forgets the authorisation; conversations and publications stay. */
    void unlink(Caller caller, AccountId account);

    /** How it stands with what the account's network pushes. */
    WebhookStanding webhook(Caller caller, AccountId account);

    /**
     * @param binding kept by the browser (a cookie) and given back on return
     */
    record LinkStart(URI authorizeAddress, String binding) {
        @Override
        public String toString() {
            return "LinkStart[hidden]";
        }
    }

    /** @param error what the network says went wrong, for instance that the person declined */
    record LinkCallback(
            String binding,
            @Nullable String state,
            @Nullable String code,
            @Nullable String issuer,
            @Nullable String error) {
        @Override
        public String toString() {
            return "LinkCallback[hidden]";
        }
    }

    /**
     * What a person typed; never stored.
     *
     * @param identifier empty where the network asks for none
     */
    record TypedSecret(String identifier, String secret) {
        @Override
        public String toString() {
            return "TypedSecret[hidden]";
        }
    }

    /** The accounts that are linked now. */
    record LinkResult(List<Account> linked) {
        public LinkResult {
            linked = List.copyOf(linked);
        }
    }
}
