package org.parvis.engine.credentials;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.TokenGrant;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/** The SQL of stored grants; seals and opens them on the way. Thread-safe; joins open transactions of the workspace. */
final class AuthorisationTable {
    private static final String PURPOSE = "grant";

    private final Database database;
    private final Envelope envelope;

    AuthorisationTable(Database database, Envelope envelope) {
        this.database = database;
        this.envelope = envelope;
    }

    UUID insert(WorkspaceId workspace, NetworkId network, TokenGrant grant, UUID link) {
        UUID id = Identifiers.next();
        Sealed sealed = seal(workspace, id, grant);
        database.useWorkspace(
                workspace,
                handle -> handle.createUpdate("""
                        insert into engine.authorisation
                            (id, workspace_id, network, key_id, wrapped_key, sealed, expires_at, refreshable, link_id)
                        values (:id, :workspace, :network, :key, :wrapped, :sealed, :expires::timestamptz, :refreshable,
                            :link)
                        """)
                        .bind("id", id)
                        .bind("workspace", workspace)
                        .bind("network", network.value())
                        .bind("key", sealed.keyId())
                        .bind("wrapped", sealed.wrappedKey())
                        .bind("sealed", sealed.content())
                        .bind("expires", grant.expiresAt())
                        .bind("refreshable", grant.refreshToken() != null)
                        .bind("link", link)
                        .execute());
        return id;
    }

    Optional<Authorisation> find(WorkspaceId workspace, UUID id) {
        return database.inWorkspace(
                workspace,
                handle -> handle.createQuery("""
                        select id, workspace_id, network, key_id, wrapped_key, sealed, version
                        from engine.authorisation where id = :id
                        """).bind("id", id).map(this::open).findOne());
    }

    Optional<Authorisation> findByAccount(WorkspaceId workspace, AccountId account) {
        return database.inWorkspace(
                workspace,
                handle -> handle.createQuery("""
                        select g.id, g.workspace_id, g.network, g.key_id, g.wrapped_key, g.sealed, g.version
                        from engine.account a join engine.authorisation g on g.id = a.authorisation_id
                        where a.id = :account and a.workspace_id = :workspace and a.unlinked_at is null
                        """)
                        .bind("account", account)
                        .bind("workspace", workspace)
                        .map(this::open)
                        .findOne());
    }

    Optional<UUID> idByAccount(WorkspaceId workspace, AccountId account) {
        return database.inWorkspace(
                workspace,
                handle -> handle.createQuery("""
                        select authorisation_id from engine.account
                        where id = :account and workspace_id = :workspace and authorisation_id is not null
                        """)
                        .bind("account", account)
                        .bind("workspace", workspace)
                        .mapTo(UUID.class)
                        .findOne());
    }

    /** Reserves the refresh token for {@code owner}, on every node; false while another has it. */
    boolean reserve(Authorisation authorisation, UUID owner, Duration longest) {
        return database.inWorkspace(
                authorisation.workspace(),
                handle -> handle.createUpdate("""
                                update engine.authorisation
                                set refresh_owner = :owner, refresh_until = clock_timestamp() + :millis * interval '1 ms'
                                where id = :id and version = :version
                                  and (refresh_until is null or refresh_until < clock_timestamp())
                                """)
                                .bind("owner", owner)
                                .bind("millis", longest.toMillis())
                                .bind("id", authorisation.id())
                                .bind("version", authorisation.version())
                                .execute()
                        > 0);
    }

    void release(Authorisation authorisation, UUID owner) {
        database.useWorkspace(
                authorisation.workspace(),
                handle -> handle.createUpdate("""
                        update engine.authorisation set refresh_owner = null, refresh_until = null
                        where id = :id and refresh_owner = :owner
                        """)
                        .bind("id", authorisation.id())
                        .bind("owner", owner)
                        .execute());
    }

    /**
     * Puts a refreshed grant in the old one's place, in one commit. Also when the reservation has run out meanwhile: a grant
     * in the hand is newer than any that could be stored by version.
     */
    boolean replace(Authorisation authorisation, TokenGrant grant) {
        Sealed sealed = seal(authorisation.workspace(), authorisation.id(), grant);
        return database.inWorkspace(
                authorisation.workspace(),
                handle -> handle.createUpdate("""
                                update engine.authorisation
                                set key_id = :key, wrapped_key = :wrapped, sealed = :sealed, expires_at = :expires::timestamptz,
                                    refreshable = :refreshable, version = version + 1, refresh_owner = null,
                                    refresh_until = null
                                where id = :id and version = :version
                                """)
                                .bind("key", sealed.keyId())
                                .bind("wrapped", sealed.wrappedKey())
                                .bind("sealed", sealed.content())
                                .bind("expires", grant.expiresAt())
                                .bind("refreshable", grant.refreshToken() != null)
                                .bind("id", authorisation.id())
                                .bind("version", authorisation.version())
                                .execute()
                        > 0);
    }

    boolean isUsed(WorkspaceId workspace, UUID id) {
        return database.inWorkspace(
                workspace,
                handle -> handle.createQuery("select exists (select from engine.account where authorisation_id = :id)")
                        .bind("id", id)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Whether any grant is in use that came with the same linking. */
    boolean linkIsUsed(WorkspaceId workspace, UUID id) {
        return database.inWorkspace(
                workspace,
                handle -> handle.createQuery("""
                        select exists (select from engine.authorisation g
                            join engine.authorisation other on other.link_id = g.link_id
                            join engine.account a on a.authorisation_id = other.id
                            where g.id = :id)
                        """)
                        .bind("id", id)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Forgets a grant that no account uses any more. */
    void deleteUnused(WorkspaceId workspace, UUID id) {
        database.useWorkspace(
                workspace, handle -> handle.createUpdate("""
                        delete from engine.authorisation g where id = :id
                          and not exists (select from engine.account a where a.authorisation_id = g.id)
                        """).bind("id", id).execute());
    }

    /** Seals some rows again that are sealed with another key; how many. */
    int reseal(String presentKey, int limit) {
        return database.inSystem(handle -> {
            List<Authorisation> rows = handle.createQuery("""
                            select id, workspace_id, network, key_id, wrapped_key, sealed, version
                            from engine.authorisation where key_id <> :key limit :limit for update skip locked
                            """)
                    .bind("key", presentKey)
                    .bind("limit", limit)
                    .map(this::open)
                    .list();
            rows.forEach(row -> reseal(handle, row));
            return rows.size();
        });
    }

    private void reseal(Handle handle, Authorisation row) {
        Sealed sealed = seal(row.workspace(), row.id(), row.grant());
        handle.createUpdate(
                        "update engine.authorisation set key_id = :key, wrapped_key = :wrapped, sealed = :sealed where id = :id")
                .bind("key", sealed.keyId())
                .bind("wrapped", sealed.wrappedKey())
                .bind("sealed", sealed.content())
                .bind("id", row.id())
                .execute();
    }

    long sealedWith(String key) {
        return database.inSystem(
                handle -> handle.createQuery("select count(*) from engine.authorisation where key_id = :key")
                        .bind("key", key)
                        .mapTo(Long.class)
                        .one());
    }

    private Sealed seal(WorkspaceId workspace, UUID id, TokenGrant grant) {
        return envelope.seal(Envelope.Place.of(workspace, id, PURPOSE), GrantCodec.encode(grant));
    }

    private Authorisation open(ResultSet row, StatementContext context) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        WorkspaceId workspace = new WorkspaceId(row.getObject("workspace_id", UUID.class));
        Sealed sealed = new Sealed(row.getString("key_id"), row.getBytes("wrapped_key"), row.getBytes("sealed"));
        byte[] opened = envelope.open(Envelope.Place.of(workspace, id, PURPOSE), sealed);
        return new Authorisation(
                id,
                workspace,
                new NetworkId(row.getString("network")),
                GrantCodec.decode(opened),
                row.getLong("version"));
    }
}
