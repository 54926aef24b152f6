package org.parvis.engine.standing;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.hint.Hint;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.engine.hint.Hints;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.Capability;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;

/** {@link AccountStates} in the account table. A paused account stays paused unless the authorisation is gone. */
@Component
public final class JdbiAccountStates implements AccountStates {
    private static final int REASON_LIMIT = 1_000;

    private final Database database;
    private final Clock clock;
    private final AuditTrail audit;
    private final Hints hints;

    @Activate
    public JdbiAccountStates(
            @Reference(target = "(schema=engine)") Database database,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference AuditTrail audit,
            @Reference Hints hints) {
        this.database = database;
        this.clock = clock;
        this.audit = audit;
        this.hints = hints;
    }

    @Override
    public void relinkRequired(WorkspaceId workspace, AccountId account, String reason) {
        database.useWorkspace(
                workspace,
                handle -> change(handle, workspace, """
                where unlinked_at is null and workspace_id = :workspace
                  and (id = :id or authorisation_id = (select authorisation_id from engine.account where id = :id))
                """, account.value(), AccountState.RELINK_REQUIRED, reason));
    }

    @Override
    public void authorisationEnded(WorkspaceId workspace, UUID authorisation, String reason) {
        database.useWorkspace(
                workspace,
                handle -> change(
                        handle,
                        workspace,
                        "where unlinked_at is null and workspace_id = :workspace and authorisation_id = :id",
                        authorisation,
                        AccountState.RELINK_REQUIRED,
                        reason));
    }

    @Override
    public void expiring(WorkspaceId workspace, UUID authorisation, String reason) {
        String whose = "where unlinked_at is null and workspace_id = :workspace and authorisation_id = :id and ";
        database.useWorkspace(workspace, handle -> {
            change(handle, workspace, whose + "state = 'OK'", authorisation, AccountState.EXPIRING, reason);
            beneath(
                    handle,
                    workspace,
                    whose + "coalesce(paused_state, 'OK') = 'OK'",
                    authorisation,
                    AccountState.EXPIRING,
                    reason);
        });
    }

    @Override
    public void lasting(WorkspaceId workspace, UUID authorisation) {
        String whose = "where unlinked_at is null and workspace_id = :workspace and authorisation_id = :id and ";
        database.useWorkspace(workspace, handle -> {
            change(handle, workspace, whose + "state = 'EXPIRING'", authorisation, AccountState.OK, "");
            beneath(handle, workspace, whose + "paused_state = 'EXPIRING'", authorisation, AccountState.OK, "");
        });
    }

    @Override
    public List<AccountId> accepted(WorkspaceId workspace, AccountId account) {
        return database.inWorkspace(
                workspace,
                handle -> change(handle, workspace, """
                where unlinked_at is null and workspace_id = :workspace and state = 'RELINK_REQUIRED'
                  and (id = :id or authorisation_id = (select authorisation_id from engine.account where id = :id))
                """, account.value(), AccountState.OK, ""));
    }

    @Override
    public void limited(WorkspaceId workspace, AccountId account, Optional<Capability> capability, String reason) {
        String said = capability.map(c -> c + ": " + reason).orElse(reason);
        String whose = "where unlinked_at is null and workspace_id = :workspace and id = :id";
        database.useWorkspace(workspace, handle -> {
            change(
                    handle,
                    workspace,
                    whose + " and state not in ('PAUSED', 'RELINK_REQUIRED')",
                    account.value(),
                    AccountState.LIMITED,
                    said);
            beneath(handle, workspace, whose, account.value(), AccountState.LIMITED, said);
        });
    }

    /** A paused account stays paused, and goes on as what it has become meanwhile. Nobody need be told before that. */
    private static void beneath(
            Handle handle, WorkspaceId workspace, String where, UUID id, AccountState state, String reason) {
        handle.createUpdate("update engine.account set paused_state = :state, paused_reason = :reason " + where
                        + " and state = 'PAUSED'")
                .bind("state", state.name())
                .bind("reason", shortened(reason))
                .bind("workspace", workspace)
                .bind("id", id)
                .execute();
    }

    private static String shortened(String reason) {
        return (reason.length() <= REASON_LIMIT ? reason : reason.substring(0, REASON_LIMIT)).replace("\0", "");
    }

    private List<AccountId> change(
            Handle handle, WorkspaceId workspace, String where, UUID id, AccountState state, String reason) {
        String shortened = shortened(reason);
        List<AccountId> changed = handle.createQuery("update engine.account set state = :state, state_reason = :reason,"
                        + " paused_state = null, paused_reason = '', version = version + 1 " + where
                        + " and (state <> :state or (state = 'LIMITED' and state_reason <> :reason)) returning id")
                .bind("state", state.name())
                .bind("reason", shortened)
                .bind("workspace", workspace)
                .bind("id", id)
                .mapTo(AccountId.class)
                .list();
        for (AccountId account : changed) {
            audit.recordSystem(
                    workspace,
                    "platform",
                    "account.state",
                    "account:" + account,
                    Map.of("state", state.name(), "reason", shortened));
            hints.send(new Hint(Hint.ACCOUNT, workspace, account, account.toString(), clock.instant()));
        }
        return changed;
    }
}
