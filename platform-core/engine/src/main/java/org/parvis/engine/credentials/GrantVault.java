package org.parvis.engine.credentials;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.VaultService;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.standing.AccountStates;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TokenGrant;
import org.parvis.store.Database;
import org.parvis.store.DatabaseUnavailableException;

/**
 * The credential vault. One refresh per grant at a time: threads of this node wait for each other, nodes by a reservation in
 * the row that ends by itself. The old grant stays until the new one is committed, and stays when nobody knows what became
 * of a refresh; an answer without a token never replaces anything.
 */
@Component(service = {TokenSource.class, VaultService.class, Grants.class, GrantVault.class})
public final class GrantVault implements TokenSource, VaultService, Grants {
    static final String REFRESH = "credentials.refresh";
    static final String REVOKE = "credentials.revoke";
    private static final int LOCKS = 64;
    private static final int RESEALED_AT_ONCE = 200;
    /** A token this near to its end is refreshed before it is used. */
    private static final Duration MARGIN = Duration.ofSeconds(60);
    /** Longer than the slowest refresh. */
    private static final Duration RESERVED = Duration.ofSeconds(120);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);
    private static final Duration LONGEST_STORING = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AuthorisationTable table;
    private final KeyRing ring;
    private final GrantRenewal renewal;
    private final AccountStates accounts;
    private final Database database;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final Clock clock;
    private final List<ReentrantLock> locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toList();

    @Activate
    public GrantVault(
            @Reference(target = "(schema=engine)") Database database,
            @Reference EnvelopeKeeper keeper,
            @Reference GrantRenewal renewal,
            @Reference AccountStates accounts,
            @Reference Outbox outbox,
            @Reference AuditTrail audit,
            @Reference(target = "(clock=business)") Clock clock) {
        this.database = database;
        this.renewal = renewal;
        this.accounts = accounts;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
        ring = keeper.ring();
        table = new AuthorisationTable(database, keeper.envelope());
    }

    @Override
    public AccessToken lease(LinkedAccount account) throws NetworkException {
        Authorisation present = require(account);
        if (!endsBefore(present, clock.instant().plus(MARGIN))) {
            return token(present);
        }
        try {
            return token(refresh(
                    present, current -> endsBefore(current, clock.instant().plus(MARGIN))));
        } catch (NetworkException e) {
            boolean usable = !endsBefore(present, clock.instant());
            if (usable && e.kind() != ErrorKind.AUTHORIZATION_REVOKED) {
                return token(present);
            }
            throw e;
        }
    }

    @Override
    public AccessToken refreshAfterExpiry(LinkedAccount account, AccessToken stale) throws NetworkException {
        return token(refresh(require(account), current -> !current.differs(stale.value())));
    }

    @Override
    public String user(LinkedAccount account) {
        return table.idByAccount(account.workspace(), account.id())
                .map(UUID::toString)
                .orElseGet(account.remoteId()::value);
    }

    @Override
    public void revoked(LinkedAccount account, String reason) {
        accounts.relinkRequired(account.workspace(), account.id(), reason);
    }

    @Override
    public void limited(LinkedAccount account, Optional<Capability> capability, String reason) {
        accounts.limited(account.workspace(), account.id(), capability, reason);
    }

    @Override
    public UUID store(WorkspaceId workspace, NetworkId network, TokenGrant grant, UUID link) {
        return database.inWorkspace(workspace, handle -> {
            UUID id = table.insert(workspace, network, grant, link);
            watch(workspace, network, id, grant);
            return id;
        });
    }

    @Override
    public void watch(WorkspaceId workspace, AccountId account) {
        database.useWorkspace(
                workspace,
                handle -> table.findByAccount(workspace, account)
                        .ifPresent(found -> watch(workspace, found.network(), found.id(), found.grant())));
    }

    private void watch(WorkspaceId workspace, NetworkId network, UUID id, TokenGrant grant) {
        Instant due = nextLook(network, grant);
        if (due != null) {
            outbox.add(
                    new NewObligation(REFRESH, id.toString(), REFRESH + ":" + id, workspace, null, network, "{}", due));
        }
    }

    private @Nullable Instant nextLook(NetworkId network, TokenGrant grant) {
        boolean renewable = renewal.renewable(network, grant) != GrantRenewal.Renewable.NO;
        return GrantLife.nextLook(grant, renewable, clock.instant());
    }

    @Nullable
    Instant nextLook(Authorisation authorisation) {
        return nextLook(authorisation.network(), authorisation.grant());
    }

    GrantRenewal.Renewable renewable(Authorisation authorisation) {
        return renewal.renewable(authorisation.network(), authorisation.grant());
    }

    @Override
    public void assign(WorkspaceId workspace, AccountId account, UUID authorisation) {
        change(workspace, account, authorisation)
                .filter(before -> !before.equals(authorisation))
                .ifPresent(before -> table.deleteUnused(workspace, before));
    }

    @Override
    public void forget(WorkspaceId workspace, AccountId account) {
        database.useWorkspace(
                workspace,
                handle -> change(workspace, account, null)
                        .filter(before -> !table.isUsed(workspace, before))
                        .flatMap(before -> table.find(workspace, before))
                        .ifPresent(before -> outbox.add(new NewObligation(
                                REVOKE,
                                before.id().toString(),
                                REVOKE + ":" + before.id(),
                                workspace,
                                null,
                                before.network(),
                                "{}",
                                clock.instant()))));
    }

    /** Gives a grant back that no account uses any more, where no other grant of the same link is in use either. */
    void giveBack(Authorisation unused) throws NetworkException {
        if (!table.linkIsUsed(unused.workspace(), unused.id())) {
            renewal.giveBack(unused.network(), unused.grant());
        }
        forgetUnused(unused);
    }

    void forgetUnused(Authorisation unused) {
        table.deleteUnused(unused.workspace(), unused.id());
    }

    boolean isUsed(Authorisation authorisation) {
        return table.isUsed(authorisation.workspace(), authorisation.id());
    }

    private Optional<UUID> change(WorkspaceId workspace, AccountId account, @Nullable UUID authorisation) {
        return database.inWorkspace(workspace, handle -> {
            Optional<UUID> before = handle.createQuery(
                            "select authorisation_id from engine.account where id = :id and workspace_id = :workspace for update")
                    .bind("id", account)
                    .bind("workspace", workspace)
                    .mapTo(UUID.class)
                    .findOne();
            handle.createUpdate("update engine.account set authorisation_id = :authorisation::uuid where id = :id")
                    .bind("authorisation", authorisation)
                    .bind("id", account)
                    .execute();
            return before;
        });
    }

    Optional<Authorisation> find(WorkspaceId workspace, UUID id) {
        return table.find(workspace, id);
    }

    /** Refreshes unless another did meanwhile; {@code stale} says whether what is stored still needs it. */
    Authorisation refresh(Authorisation seen, Predicate<Authorisation> stale) throws NetworkException {
        ReentrantLock lock = locks.get(Math.floorMod(seen.id().hashCode(), LOCKS));
        long until = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            if (!lock.tryLock(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            UUID owner = UUID.randomUUID();
            while (true) {
                Authorisation present = table.find(seen.workspace(), seen.id()).orElseThrow(GrantVault::unlinked);
                if (!stale.test(present)) {
                    return present;
                }
                if (table.reserve(present, owner, RESERVED)) {
                    return refreshReserved(present, owner);
                }
                if (System.nanoTime() - until > 0 || Thread.currentThread().isInterrupted()) {
                    throw busy();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } finally {
            lock.unlock();
        }
    }

    private Authorisation refreshReserved(Authorisation present, UUID owner) throws NetworkException {
        TokenGrant fresh;
        try {
            fresh = renewal.renew(present.network(), present.grant());
        } catch (NetworkException e) {
            table.release(present, owner);
            if (e.kind() == ErrorKind.AUTHORIZATION_REVOKED) {
                accounts.authorisationEnded(present.workspace(), present.id(), String.valueOf(e.getMessage()));
            }
            throw mayHaveHappened(e) ? unknown(e) : e;
        } catch (RuntimeException e) {
            table.release(present, owner);
            throw e;
        }
        storeWhateverItTakes(present, fresh);
        return new Authorisation(present.id(), present.workspace(), present.network(), fresh, present.version() + 1);
    }

    private static boolean mayHaveHappened(NetworkException failure) {
        return failure.kind() == ErrorKind.OUTCOME_UNKNOWN || failure.kind() == ErrorKind.DEFECT;
    }

    /** A single-use refresh token that was answered exists nowhere else: losing it would cost the authorisation. */
    private void storeWhateverItTakes(Authorisation present, TokenGrant fresh) {
        long until = System.nanoTime() + LONGEST_STORING.toNanos();
        while (true) {
            try {
                table.replace(present, fresh);
                return;
            } catch (DatabaseUnavailableException e) {
                if (System.nanoTime() - until > 0) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private Authorisation require(LinkedAccount account) throws NetworkException {
        Optional<Authorisation> found = table.findByAccount(account.workspace(), account.id());
        if (found.isEmpty()) {
            throw unlinked();
        }
        return found.get();
    }

    private static boolean endsBefore(Authorisation authorisation, Instant time) {
        Instant end = authorisation.grant().expiresAt();
        return end != null && !end.isAfter(time);
    }

    private static AccessToken token(Authorisation authorisation) {
        return new AccessToken(authorisation.grant().accessToken());
    }

    private static NetworkException unlinked() {
        return new NetworkException(
                ErrorKind.AUTHORIZATION_REVOKED, "There is no authorisation for this account any more; link it again.");
    }

    private static NetworkException busy() {
        return new NetworkException(ErrorKind.TRANSIENT, "The authorisation is being refreshed and takes long.");
    }

    /** For whoever called, nothing was executed: what they wanted to do was not even begun. */
    private static NetworkException unknown(NetworkException failure) {
        return NetworkException.of(
                        ErrorKind.TRANSIENT,
                        "It is not known whether the authorisation was refreshed; it is tried again with the same token. "
                                + failure.getMessage())
                .build();
    }

    @Override
    public Status status() {
        String present = ring.present().id();
        return new Status(ring.keys().stream()
                .map(key -> new Key(key.id(), key.id().equals(present), table.sealedWith(key.id())))
                .toList());
    }

    @Override
    public int rotate(String operator) {
        KeyRing.Key key;
        try {
            key = ring.add();
        } catch (IOException e) {
            throw new UncheckedIOException("The key file cannot be written", e);
        }
        int rows = reseal();
        database.useSystem(handle -> audit.recordSystem(
                null, operator, "vault.rotate", "key:" + key.id(), Map.of("rows", Integer.toString(rows))));
        return rows;
    }

    @Override
    public int reseal() {
        int rows = 0;
        int some;
        do {
            some = table.reseal(ring.present().id(), RESEALED_AT_ONCE);
            rows += some;
        } while (some > 0);
        return rows;
    }

    @Override
    public byte[] exportKeys(String operator) {
        try {
            byte[] keys = ring.export();
            database.useSystem(
                    handle -> audit.recordSystem(null, operator, "vault.export", "keys", Map.of("held", "backup")));
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException("The key file cannot be read", e);
        }
    }

    @Override
    public int importKeys(byte[] keys, String operator) {
        int added;
        try {
            added = ring.addOlder(keys);
        } catch (IOException e) {
            throw new ProblemException(Problem.INVALID, "The keys cannot be taken in: " + e.getMessage() + ".");
        }
        if (added > 0) {
            database.useSystem(handle -> audit.recordSystem(
                    null, operator, "vault.import", "keys", Map.of("added", Integer.toString(added))));
        }
        return added;
    }
}
