package org.parvis.engine.linkage;

import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;
import org.parvis.api.account.Account;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;

/** A row of the account table, as services and as people see it. */
record AccountRow(WorkspaceId workspace, Account account) {
    static final String COLUMNS = "id, workspace_id, brand_id, network, remote_id, handle, display_name, kind, picture,"
            + " state, state_reason, linked_at, synchronised_at, version";

    static final RowMapper<AccountRow> MAPPER = (row, context) -> {
        String picture = row.getString("picture");
        OffsetDateTime synchronised = row.getObject("synchronised_at", OffsetDateTime.class);
        return new AccountRow(
                new WorkspaceId(row.getObject("workspace_id", UUID.class)),
                new Account(
                        new AccountId(row.getObject("id", UUID.class)),
                        new BrandId(row.getObject("brand_id", UUID.class)),
                        new NetworkId(row.getString("network")),
                        new RemoteId(row.getString("remote_id")),
                        row.getString("handle"),
                        row.getString("display_name"),
                        row.getString("kind"),
                        picture == null ? null : URI.create(picture),
                        AccountState.valueOf(row.getString("state")),
                        row.getString("state_reason"),
                        row.getObject("linked_at", OffsetDateTime.class).toInstant(),
                        instant(synchronised),
                        row.getLong("version")));
    };

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    LinkedAccount linked() {
        return new LinkedAccount(
                workspace,
                account.brand(),
                account.id(),
                account.network(),
                account.remoteId(),
                account.handle(),
                account.displayName(),
                account.kind(),
                account.picture(),
                account.state());
    }
}
