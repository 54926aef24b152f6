package org.parvis.engine.subscription;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.account.WebhookStanding;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/** The rows of {@code engine.subscription}. Every method runs inside a transaction. */
final class SubscriptionTable {
    private static final int REASON_LIMIT = 1_000;

    private SubscriptionTable() {}

    /** An account that has no subscription yet. */
    record Without(WorkspaceId workspace, AccountId account, NetworkId network) {}

    static Optional<WebhookStanding> find(Handle handle, AccountId account) {
        return handle.createQuery(
                        "select state, reason, checked_at, expires_at from engine.subscription where account_id = :id")
                .bind("id", account)
                .map((row, context) -> new WebhookStanding(
                        WebhookStanding.State.valueOf(row.getString("state")),
                        row.getString("reason"),
                        instant(row.getObject("checked_at", OffsetDateTime.class)),
                        instant(row.getObject("expires_at", OffsetDateTime.class))))
                .findOne();
    }

    static void write(Handle handle, WorkspaceId workspace, AccountId account, WebhookStanding standing) {
        String reason = standing.reason().replace("\0", "");
        handle.createUpdate("""
                        insert into engine.subscription (account_id, workspace_id, state, reason, checked_at, expires_at)
                        values (:id, :workspace, :state, :reason, :checked::timestamptz, :expires::timestamptz)
                        on conflict (account_id) do update
                        set state = excluded.state, reason = excluded.reason,
                            checked_at = coalesce(excluded.checked_at, engine.subscription.checked_at),
                            expires_at = excluded.expires_at
                        """)
                .bind("id", account)
                .bind("workspace", workspace)
                .bind("state", standing.state().name())
                .bind("reason", reason.length() <= REASON_LIMIT ? reason : reason.substring(0, REASON_LIMIT))
                .bind("checked", standing.checkedAt())
                .bind("expires", standing.expiresAt())
                .execute();
    }

    static void delete(Handle handle, AccountId account) {
        handle.createUpdate("delete from engine.subscription where account_id = :id")
                .bind("id", account)
                .execute();
    }

    /** In a transaction that serves all workspaces. */
    static List<Without> without(Handle handle, AccountId after, int limit) {
        return handle.createQuery("""
                        select a.id, a.workspace_id, a.network from engine.account a
                        where a.unlinked_at is null and a.id > :after
                          and not exists (select from engine.subscription s where s.account_id = a.id)
                        order by a.id limit :limit
                        """)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> new Without(
                        new WorkspaceId(row.getObject("workspace_id", UUID.class)),
                        new AccountId(row.getObject("id", UUID.class)),
                        new NetworkId(row.getString("network"))))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
