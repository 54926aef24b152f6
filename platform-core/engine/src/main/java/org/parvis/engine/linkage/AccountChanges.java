package org.parvis.engine.linkage;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.Account;
import org.parvis.api.change.Change;
import org.parvis.api.hint.Hint;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.credentials.Grants;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.obligation.Wakeups;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.TokenGrant;
import org.parvis.store.Identifiers;

/** Writes linked accounts, with everything that must be committed beside them. Joins the transaction it is handed. */
final class AccountChanges {
    private static final String SELECT = "select " + AccountRow.COLUMNS + " from engine.account ";

    private final Grants grants;
    private final Wakeups wakeups;
    private final ChangeParticipants participants;
    private final AuditTrail audit;
    private final Hints hints;
    private final Clock clock;

    AccountChanges(
            Grants grants,
            Wakeups wakeups,
            ChangeParticipants participants,
            AuditTrail audit,
            Hints hints,
            Clock clock) {
        this.grants = grants;
        this.wakeups = wakeups;
        this.participants = participants;
        this.audit = audit;
        this.hints = hints;
        this.clock = clock;
    }

    /** What one authorisation is for. */
    record Target(Caller caller, BrandId brand, NetworkDescriptor network) {}

    /** @param also linked before and authorised again along with another: it keeps its brand, and its pause */
    record Wanted(LinkableAccount account, BrandId brand, boolean also) {}

    /** Links all accounts of an authorisation; each with a grant of its own where it has one, else all with the common one. */
    List<Account> link(Handle handle, Target target, TokenGrant grant, List<Wanted> accounts) {
        Map<Integer, UUID> common = new HashMap<>();
        List<Account> linked = new ArrayList<>();
        NetworkId network = target.network().id();
        UUID link = Identifiers.next();
        for (Wanted wanted : accounts) {
            TokenGrant own = wanted.account().grant();
            AccountId id = upsert(handle, target, wanted, own == null ? grant.scopes() : own.scopes());
            UUID authorisation = own == null
                    ? common.computeIfAbsent(
                            0, i -> grants.store(target.caller().workspace(), network, grant, link))
                    : grants.store(target.caller().workspace(), network, own, link);
            grants.assign(target.caller().workspace(), id, authorisation);
            wakeups.accountWorks(target.caller().workspace(), id);
            linked.add(find(handle, target.caller(), id));
        }
        participants.announce(
                target.caller().workspace(),
                linked.stream()
                        .<Change>map(a -> new Change.AccountLinked(a.id()))
                        .toList());
        linked.forEach(account -> tell(target.caller(), account, "account.link", Map.of("handle", account.handle())));
        return linked;
    }

    /** Accounts that were linked before and came along with an authorisation, of brands the caller manages. */
    List<Wanted> alsoAuthorised(Handle handle, Target target, List<LinkableAccount> found, RemoteId but) {
        List<Wanted> also = new ArrayList<>();
        for (LinkableAccount account : found) {
            if (!account.id().equals(but)) {
                there(handle, target, account.id())
                        .map(row -> row.account().brand())
                        .filter(brand -> target.caller().may(Right.MANAGE_ACCOUNTS, brand))
                        .ifPresent(brand -> also.add(new Wanted(account, brand, true)));
            }
        }
        return also;
    }

    private static Optional<AccountRow> there(Handle handle, Target target, RemoteId remote) {
        return handle.createQuery(SELECT
                        + "where workspace_id = :workspace and network = :network and remote_id = :remote"
                        + " and unlinked_at is null for update")
                .bind("workspace", target.caller().workspace())
                .bind("network", target.network().id().value())
                .bind("remote", remote.value())
                .map(AccountRow.MAPPER)
                .findOne();
    }

    private AccountId upsert(Handle handle, Target target, Wanted wanted, Set<String> granted) {
        LinkableAccount account = wanted.account();
        String limits = Limits.reason(target.network(), account.kind(), granted);
        Optional<AccountRow> there = there(handle, target, account.id());
        if (there.isPresent() && !there.get().account().brand().equals(wanted.brand())) {
            throw new ProblemException(
                    Problem.CONFLICT,
                    "The account " + account.handle()
                            + " is linked to another brand of this workspace; unlink it there first.");
        }
        Instant now = clock.instant();
        return handle.createQuery("""
                        insert into engine.account
                            (id, workspace_id, brand_id, network, remote_id, handle, display_name, kind, picture, state,
                                state_reason, linked_at)
                        values (:id, :workspace, :brand, :network, :remote, :handle, :name, :kind, :picture, :state,
                            :reason, :now)
                        on conflict (workspace_id, network, remote_id) do update
                        set brand_id = excluded.brand_id, handle = excluded.handle, display_name = excluded.display_name,
                            kind = excluded.kind, picture = excluded.picture,
                            state = case when :also and engine.account.state = 'PAUSED' then 'PAUSED'
                                else excluded.state end,
                            state_reason = case when :also and engine.account.state = 'PAUSED'
                                then engine.account.state_reason else excluded.state_reason end,
                            paused_state = case when :also and engine.account.state = 'PAUSED'
                                then excluded.state end,
                            paused_reason = case when :also and engine.account.state = 'PAUSED'
                                then excluded.state_reason else '' end,
                            linked_at = case when engine.account.unlinked_at is null then engine.account.linked_at
                                else excluded.linked_at end,
                            unlinked_at = null, version = engine.account.version + 1
                        returning id
                        """)
                .bind("id", Identifiers.next())
                .bind("workspace", target.caller().workspace())
                .bind("brand", wanted.brand())
                .bind("network", target.network().id().value())
                .bind("also", wanted.also())
                .bind("state", (limits.isEmpty() ? AccountState.OK : AccountState.LIMITED).name())
                .bind("reason", limits)
                .bind("remote", account.id().value())
                .bind("handle", text(account.handle()))
                .bind("name", text(account.displayName()))
                .bind("kind", account.kind())
                .bind(
                        "picture",
                        account.picture() == null ? null : account.picture().toString())
                .bind("now", now)
                .mapTo(AccountId.class)
                .one();
    }

    /** What PostgreSQL cannot hold becomes the replacement character. */
    private static String text(String text) {
        return text.replace('\0', '\uFFFD');
    }

    Account find(Handle handle, Caller caller, AccountId id) {
        return handle.createQuery(SELECT + "where id = :id and workspace_id = :workspace and unlinked_at is null")
                .bind("id", id)
                .bind("workspace", caller.workspace())
                .map(AccountRow.MAPPER)
                .findOne()
                .map(AccountRow::account)
                .filter(account -> caller.may(Right.READ, account.brand()))
                .orElseThrow(() -> ProblemException.notFound("account"));
    }

    /**
     * Pauses it, and remembers how it stood.
     *
     * @param version what the caller read
     */
    Account pause(Handle handle, Caller caller, Account account, long version) {
        return changed(handle, caller, account, version, """
                paused_state = case when state = 'PAUSED' then paused_state else state end,
                paused_reason = case when state = 'PAUSED' then paused_reason else state_reason end,
                state = 'PAUSED', state_reason = :reason
                """, "Paused by " + caller.name() + ".");
    }

    /**
     * Lets it go on as what it was before, or has become meanwhile.
     *
     * @param version what the caller read
     */
    Account resume(Handle handle, Caller caller, Account account, long version) {
        return changed(handle, caller, account, version, """
                state = coalesce(paused_state, 'OK'), paused_state = null,
                state_reason = case when paused_state is null then :reason else paused_reason end, paused_reason = ''
                """, "");
    }

    private Account changed(
            Handle handle, Caller caller, Account account, long version, String change, String reason) {
        int changed = handle.createUpdate("update engine.account set " + change + """
                        , version = version + 1
                        where id = :id and workspace_id = :workspace and version = :version and unlinked_at is null
                        """)
                .bind("reason", reason)
                .bind("id", account.id())
                .bind("workspace", caller.workspace())
                .bind("version", version)
                .execute();
        if (changed == 0) {
            throw new ProblemException(
                    Problem.STALE, "The account was changed by somebody else meanwhile; read it again and repeat.");
        }
        return find(handle, caller, account.id());
    }

    void unlink(Handle handle, Caller caller, Account account) {
        grants.forget(caller.workspace(), account.id());
        handle.createUpdate("""
                        update engine.account set unlinked_at = :now, state = 'RELINK_REQUIRED',
                            state_reason = 'Unlinked.', version = version + 1
                        where id = :id and workspace_id = :workspace
                        """)
                .bind("now", clock.instant())
                .bind("id", account.id())
                .bind("workspace", caller.workspace())
                .execute();
        participants.announce(caller.workspace(), List.of(new Change.AccountUnlinked(account.id())));
    }

    void tell(Caller caller, Account account, String action, Map<String, String> details) {
        audit.record(caller, action, "account:" + account.id(), details);
        hints.send(new Hint(
                Hint.ACCOUNT, caller.workspace(), account.id(), account.id().toString(), clock.instant()));
    }
}
