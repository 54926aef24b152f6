package org.parvis.engine.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.ProblemException;
import org.parvis.engine.FakeTokenServer;
import org.parvis.engine.RecordingAudit;
import org.parvis.engine.RecordingOutbox;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.Tenants;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.FakeNetworkPlugin;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.standing.ErrorTableRetryPolicyFactory;
import org.parvis.engine.standing.JdbiAccountStates;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TokenGrant;
import org.parvis.store.Database;
import org.parvis.store.TestDatabase;

class GrantVaultTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    private static final NetworkId NETWORK = new NetworkId("loopback");

    @TempDir
    Path folder;

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final FakeTokenServer server = new FakeTokenServer(TestDescriptors.descriptor("loopback"));
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final RecordingAudit audit = new RecordingAudit();
    private KeyRing ring;
    private Tenants tenants;
    private GrantVault vault;
    private JdbiAccountStates states;

    @BeforeEach
    void open() throws Exception {
        DATABASE.truncate("engine.account", "engine.authorisation");
        ring = KeyRing.open(folder.resolve("keys/credentials.keys"));
        tenants = Tenants.create(DATABASE);
        states = new JdbiAccountStates(DATABASE.database(), clock, audit, hint -> {});
        vault = vault(DATABASE.database());
    }

    private GrantVault vault(Database database) {
        return new GrantVault(
                database,
                new EnvelopeKeeper(ring),
                new GrantRenewal(new TokenEndpoint(server, server, clock), linker, server, clock),
                states,
                outbox,
                audit,
                clock);
    }

    private LinkedAccount account(String remote) {
        AccountId id = new AccountId(UUID.randomUUID());
        DATABASE.database()
                .useWorkspace(
                        tenants.workspace(),
                        handle -> handle.createUpdate("""
                        insert into engine.account
                            (id, workspace_id, brand_id, network, remote_id, handle, display_name, linked_at)
                        values (:id, :workspace, :brand, 'loopback', :remote, 'h', 'H', now())
                        """)
                                .bind("id", id)
                                .bind("workspace", tenants.workspace())
                                .bind("brand", tenants.brand())
                                .bind("remote", remote)
                                .execute());
        return new LinkedAccount(
                tenants.workspace(),
                tenants.brand(),
                id,
                NETWORK,
                new RemoteId(remote),
                "h",
                "H",
                "default",
                null,
                AccountState.OK);
    }

    private UUID grant(LinkedAccount account, Duration lifetime) {
        UUID id = vault.store(
                account.workspace(),
                NETWORK,
                new TokenGrant(
                        "canary-access-0", "canary-refresh-0", clock.instant().plus(lifetime), Set.of("a")),
                UUID.randomUUID());
        vault.assign(account.workspace(), account.id(), id);
        return id;
    }

    private String state(LinkedAccount account) {
        return DATABASE.database()
                .inSystem(handle -> handle.createQuery("select state from engine.account where id = :id")
                        .bind("id", account.id())
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void aTokenThatIsGoodIsLeasedWithoutAskingTheNetwork() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        assertThat(vault.lease(account)).isEqualTo(new AccessToken("canary-access-0"));
        assertThat(server.requests).isEmpty();
        assertThat(outbox.added).singleElement().satisfies(o -> {
            assertThat(o.kind()).isEqualTo("credentials.refresh");
            assertThat(o.due()).isEqualTo(clock.instant().plus(Duration.ofMinutes(108)));
        });
    }

    @Test
    void twentyThreadsOnTwoNodesRefreshOnce() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        clock.step(Duration.ofHours(3));
        List<GrantVault> nodes = List.of(vault, vault(DATABASE.anotherNode()));
        CyclicBarrier together = new CyclicBarrier(20);
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<AccessToken>> tokens = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                GrantVault node = nodes.get(i % 2);
                tokens.add(threads.submit(() -> {
                    together.await();
                    return node.lease(account);
                }));
            }
            for (Future<AccessToken> token : tokens) {
                assertThat(token.get().value()).isEqualTo("canary-access-1");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aRefusedTokenIsRefreshedOnceAlsoWhenManyCallsSawIt() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        AccessToken stale = vault.lease(account);
        assertThat(vault.refreshAfterExpiry(account, stale).value()).isEqualTo("canary-access-1");
        assertThat(vault.refreshAfterExpiry(account, stale).value()).isEqualTo("canary-access-1");
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void accountsOfOneAuthorisationShareItsRefresh() throws Exception {
        LinkedAccount one = account("1");
        LinkedAccount other = account("2");
        UUID id = grant(one, Duration.ofHours(2));
        vault.assign(other.workspace(), other.id(), id);
        AccessToken stale = vault.lease(one);
        vault.refreshAfterExpiry(one, stale);
        assertThat(vault.refreshAfterExpiry(other, stale).value()).isEqualTo("canary-access-1");
        assertThat(server.requests).hasSize(1);
        vault.forget(one.workspace(), one.id());
        assertThat(vault.lease(other).value()).isEqualTo("canary-access-1");
        assertThat(revocations()).isEmpty();
        vault.forget(other.workspace(), other.id());
        assertThat(revocations()).hasSize(1);
        assertThat(revoke(1)).isEqualTo(Settlement.done());
        assertThat(vault.find(one.workspace(), id)).isEmpty();
    }

    /** What the plugin does about authorisations; the core's own way where it does nothing. */
    private AccountLinker plugin = call -> List.of();

    private final LinkingCalls linker = new LinkingCalls() {
        @Override
        public <T> T call(NetworkId network, AccessToken token, LinkingWork<T> work) throws NetworkException {
            return work.run(FakeNetworkPlugin.builder().linker(plugin).build(), null);
        }
    };

    private List<NewObligation> revocations() {
        return outbox.added.stream()
                .filter(o -> o.kind().equals("credentials.revoke"))
                .toList();
    }

    private Settlement revoke(int attempt) {
        NewObligation last = revocations().get(revocations().size() - 1);
        Obligation due = new Obligation(
                UUID.randomUUID(), last.kind(), last.key(), last.workspace(), null, NETWORK, "{}", last.due(), attempt);
        return new RevokeHandler(vault, ErrorTableRetryPolicyFactory.create(clock, states, new Random(1)))
                .handle(due, null);
    }

    @Test
    void theLastAccountOfALinkGivesAllOfItBackOnceByThePluginsOwnWay() {
        List<String> given = new ArrayList<>();
        plugin = new AccountLinker() {
            @Override
            public List<LinkableAccount> listAccounts(LinkingCall call) {
                return List.of();
            }

            @Override
            public boolean revoke(LinkingCall call, TokenGrant grant) {
                given.add(grant.accessToken());
                return true;
            }
        };
        UUID link = UUID.randomUUID();
        LinkedAccount one = account("1");
        LinkedAccount other = account("2");
        for (LinkedAccount account : List.of(one, other)) {
            vault.assign(
                    account.workspace(),
                    account.id(),
                    vault.store(
                            account.workspace(),
                            NETWORK,
                            new TokenGrant("page-" + account.remoteId(), null, null, Set.of()),
                            link));
        }

        vault.forget(one.workspace(), one.id());
        assertThat(revoke(1)).isEqualTo(Settlement.done());
        assertThat(given)
                .as("the other account of the same authorisation works on")
                .isEmpty();
        vault.forget(other.workspace(), other.id());
        assertThat(revoke(1)).isEqualTo(Settlement.done());

        assertThat(given).containsExactly("page-2");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void aNetworkThatIsAwayIsAskedAFewTimesToTakeAGrantBack() {
        plugin = new AccountLinker() {
            @Override
            public List<LinkableAccount> listAccounts(LinkingCall call) {
                return List.of();
            }

            @Override
            public boolean revoke(LinkingCall call, TokenGrant grant) throws NetworkException {
                throw new NetworkException(ErrorKind.TRANSIENT, "away");
            }
        };
        LinkedAccount account = account("1");
        UUID id = grant(account, Duration.ofHours(2));
        vault.forget(account.workspace(), account.id());

        assertThat(revoke(1)).isInstanceOf(Settlement.Again.class);
        assertThat(vault.find(account.workspace(), id)).isPresent();
        assertThat(revoke(6)).isEqualTo(Settlement.done());
        assertThat(vault.find(account.workspace(), id)).isEmpty();
    }

    @Test
    void anAccountLinkedAgainBeforeItsGrantIsGivenBackKeepsIt() {
        LinkedAccount account = account("1");
        UUID id = grant(account, Duration.ofHours(2));
        vault.forget(account.workspace(), account.id());
        vault.assign(account.workspace(), account.id(), id);

        assertThat(revoke(1)).isEqualTo(Settlement.done());

        assertThat(vault.find(account.workspace(), id)).isPresent();
        assertThat(server.requests).isEmpty();
    }

    private static AccountLinker refreshing(Refreshing refreshing) {
        return new AccountLinker() {
            @Override
            public List<LinkableAccount> listAccounts(LinkingCall call) {
                return List.of();
            }

            @Override
            public Optional<TokenGrant> refresh(LinkingCall call, TokenGrant grant) throws NetworkException {
                return Optional.of(refreshing.of(grant));
            }
        };
    }

    private interface Refreshing {
        TokenGrant of(TokenGrant grant) throws NetworkException;
    }

    @Test
    void thePluginsOwnWayOfRefreshingComesFirst() throws Exception {
        plugin = refreshing(grant -> new TokenGrant(
                grant.accessToken() + "-renewed", null, clock.instant().plus(Duration.ofDays(60)), Set.of()));
        LinkedAccount account = account("1");
        UUID id = grant(account, Duration.ofHours(2));
        clock.step(Duration.ofHours(3));

        assertThat(vault.lease(account).value()).isEqualTo("canary-access-0-renewed");

        assertThat(server.requests).isEmpty();
        TokenGrant kept = vault.find(account.workspace(), id).orElseThrow().grant();
        assertThat(kept.refreshToken()).as("what was not said again is kept").isEqualTo("canary-refresh-0");
        assertThat(kept.scopes()).containsExactly("a");
    }

    @Test
    void aBlankGrantOfAPluginIsNeverStored() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        clock.step(Duration.ofHours(3));
        plugin = refreshing(grant -> new TokenGrant(" ", null, null, Set.of()));
        assertThatThrownBy(() -> vault.lease(account))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TRANSIENT));
        plugin = refreshing(grant -> {
            throw new NetworkException(ErrorKind.DEFECT, "a bug");
        });
        assertThatThrownBy(() -> vault.lease(account))
                .as("nothing of what the caller wanted was begun")
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TRANSIENT));

        plugin = call -> List.of();
        assertThat(vault.lease(account).value()).isEqualTo("canary-access-1");
        assertThat(state(account)).isEqualTo("OK");
    }

    @Test
    void anAccessTokenThatIsItselfRenewedIsRenewedAtHalfItsLife() {
        server.describe(TestDescriptors.refreshing("loopback", "ACCESS_TOKEN"));
        plugin = refreshing(
                grant -> new TokenGrant("newer", null, clock.instant().plus(Duration.ofDays(60)), Set.of()));
        LinkedAccount account = account("1");
        UUID id = vault.store(
                account.workspace(),
                NETWORK,
                new TokenGrant("canary-access-0", null, clock.instant().plus(Duration.ofDays(60)), Set.of()),
                UUID.randomUUID());
        vault.assign(account.workspace(), account.id(), id);
        assertThat(outbox.added.get(0).due()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));

        clock.step(Duration.ofDays(30));
        RefreshHandler handler = new RefreshHandler(
                vault, ErrorTableRetryPolicyFactory.create(clock, states, new Random(1)), states, clock);
        Settlement settlement = handler.handle(
                new Obligation(
                        UUID.randomUUID(),
                        "credentials.refresh",
                        id.toString(),
                        tenants.workspace(),
                        null,
                        NETWORK,
                        "{}",
                        clock.instant(),
                        1),
                null);

        assertThat(settlement)
                .isInstanceOfSatisfying(
                        Settlement.Again.class,
                        again -> assertThat(again.due())
                                .isEqualTo(clock.instant().plus(Duration.ofDays(30))));
        assertThat(vault.find(account.workspace(), id).orElseThrow().grant().accessToken())
                .isEqualTo("newer");
        assertThat(state(account)).isEqualTo("OK");
    }

    @Test
    void anAnswerWrappedInAListIsUnderstood() throws Exception {
        server.answerNext(FakeTokenServer.Answer.WRAPPED);
        TokenGrant grant = new TokenEndpoint(server, server, clock).redeem(NETWORK, "code", "https://x.example", null);
        assertThat(grant.accessToken()).isEqualTo("canary-wrapped");
        assertThat(grant.scopes()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aLostAnswerKeepsTheOldTokenAndIsTriedAgainWithIt() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        clock.step(Duration.ofHours(3));
        server.answerNext(FakeTokenServer.Answer.LOST_BEFORE);
        assertThatThrownBy(() -> vault.lease(account))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TRANSIENT));
        assertThat(vault.lease(account).value()).isEqualTo("canary-access-1");
        assertThat(server.requests).hasSize(2).allMatch(form -> form.contains("refresh_token=canary-refresh-0"));
        assertThat(state(account)).isEqualTo("OK");
    }

    @Test
    void aBlankAnswerIsNeverStored() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        clock.step(Duration.ofHours(3));
        server.answerNext(FakeTokenServer.Answer.BLANK);
        assertThatThrownBy(() -> vault.lease(account)).isInstanceOf(NetworkException.class);
        assertThat(vault.lease(account).value()).isEqualTo("canary-access-1");
    }

    @Test
    void whileTheNetworkIsAwayAGoodTokenIsUsedOn() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        clock.step(Duration.ofHours(2).minusSeconds(30));
        server.answerNext(FakeTokenServer.Answer.AWAY);
        assertThat(vault.lease(account).value()).isEqualTo("canary-access-0");
        assertThat(state(account)).isEqualTo("OK");
    }

    @Test
    void aRefusedGrantMakesAllItsAccountsNeedLinking() {
        LinkedAccount one = account("1");
        LinkedAccount other = account("2");
        vault.assign(other.workspace(), other.id(), grant(one, Duration.ofHours(2)));
        clock.step(Duration.ofHours(3));
        server.answerNext(FakeTokenServer.Answer.REVOKED);
        assertThatThrownBy(() -> vault.lease(one))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.AUTHORIZATION_REVOKED));
        assertThat(state(one)).isEqualTo("RELINK_REQUIRED");
        assertThat(state(other)).isEqualTo("RELINK_REQUIRED");
        assertThat(audit.entries()).hasSize(2).allMatch(entry -> entry.startsWith("account.state"));
    }

    @Test
    void aWrongApplicationIsTheOperatorsAffairAndNotTheAccounts() {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        clock.step(Duration.ofHours(3));
        server.answerNext(FakeTokenServer.Answer.WRONG_APPLICATION);
        assertThatThrownBy(() -> vault.lease(account))
                .isInstanceOfSatisfying(
                        NetworkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.MISCONFIGURED));
        assertThat(state(account)).isEqualTo("OK");
        assertThat(server.reports).containsExactly("MISCONFIGURED");
    }

    @Test
    void theRefreshObligationRecursAndSurvivesFailures() {
        LinkedAccount account = account("1");
        UUID id = grant(account, Duration.ofHours(2));
        RefreshHandler handler = new RefreshHandler(
                vault, ErrorTableRetryPolicyFactory.create(clock, states, new Random(1)), states, clock);
        Obligation due = new Obligation(
                UUID.randomUUID(),
                "credentials.refresh",
                id.toString(),
                tenants.workspace(),
                null,
                NETWORK,
                "{}",
                clock.instant(),
                1);
        clock.step(Duration.ofMinutes(108));
        server.answerNext(FakeTokenServer.Answer.AWAY);
        assertThat(handler.handle(due, null))
                .isInstanceOfSatisfying(
                        Settlement.Again.class,
                        again -> assertThat(again.counts()).isTrue());
        assertThat(handler.handle(due, null)).isInstanceOfSatisfying(Settlement.Again.class, again -> {
            assertThat(again.counts()).isFalse();
            assertThat(again.due()).isEqualTo(clock.instant().plus(Duration.ofMinutes(108)));
        });
        vault.forget(account.workspace(), account.id());
        assertThat(handler.handle(due, null)).isEqualTo(Settlement.done());
    }

    @Test
    void whatOnlyAPersonCanRenewIsAnnouncedAWeekBefore() {
        LinkedAccount account = account("1");
        UUID id = vault.store(
                account.workspace(),
                NETWORK,
                new TokenGrant("canary-access-0", null, clock.instant().plus(Duration.ofDays(60)), Set.of()),
                UUID.randomUUID());
        vault.assign(account.workspace(), account.id(), id);
        RefreshHandler handler = new RefreshHandler(
                vault, ErrorTableRetryPolicyFactory.create(clock, states, new Random(1)), states, clock);
        Obligation due = new Obligation(
                UUID.randomUUID(),
                "credentials.refresh",
                id.toString(),
                tenants.workspace(),
                null,
                NETWORK,
                "{}",
                clock.instant(),
                1);
        assertThat(outbox.added.get(0).due()).isEqualTo(clock.instant().plus(Duration.ofDays(53)));
        clock.step(Duration.ofDays(53));
        handler.handle(due, null);
        assertThat(state(account)).isEqualTo("EXPIRING");
        clock.step(Duration.ofDays(7));
        handler.handle(due, null);
        assertThat(state(account)).isEqualTo("RELINK_REQUIRED");
    }

    /** LinkedIn renews for a year and no longer, whatever is answered meanwhile. */
    @Test
    void whatCanBeRenewedForAYearOnlyIsAnnouncedAWeekBeforeItsEnd() {
        LinkedAccount account = account("1");
        Instant last = clock.instant().plus(Duration.ofDays(365));
        plugin = refreshing(grant -> new TokenGrant(
                "newer", grant.refreshToken(), clock.instant().plus(Duration.ofDays(60)), Set.of(), null));
        UUID id = vault.store(
                account.workspace(),
                NETWORK,
                new TokenGrant("first", "canary-refresh", clock.instant().plus(Duration.ofDays(60)), Set.of(), last),
                UUID.randomUUID());
        vault.assign(account.workspace(), account.id(), id);
        RefreshHandler handler = new RefreshHandler(
                vault, ErrorTableRetryPolicyFactory.create(clock, states, new Random(1)), states, clock);
        Instant due = outbox.added.get(0).due();
        assertThat(due).isEqualTo(clock.instant().plus(Duration.ofDays(54)));
        for (int round = 0; round < 20 && due.isBefore(last.minus(GrantLife.NOTICE)); round++) {
            assertThat(state(account)).isEqualTo("OK");
            clock.step(Duration.between(clock.instant(), due));
            due = ((Settlement.Again) handler.handle(renewal(id), null)).due();
        }
        assertThat(due).isEqualTo(last.minus(GrantLife.NOTICE));
        clock.step(Duration.between(clock.instant(), due));
        handler.handle(renewal(id), null);
        assertThat(state(account)).isEqualTo("EXPIRING");
        assertThat(vault.find(account.workspace(), id).orElseThrow().grant().refreshExpiresAt())
                .isEqualTo(last);
        clock.step(Duration.ofDays(70));
        handler.handle(renewal(id), null);
        assertThat(state(account)).isEqualTo("RELINK_REQUIRED");
    }

    private RefreshHandler refreshes() {
        return new RefreshHandler(
                vault, ErrorTableRetryPolicyFactory.create(clock, states, new Random(1)), states, clock);
    }

    private UUID stored(LinkedAccount account, TokenGrant grant) {
        UUID id = vault.store(account.workspace(), NETWORK, grant, UUID.randomUUID());
        vault.assign(account.workspace(), account.id(), id);
        return id;
    }

    /** LinkedIn's refresh tokens end after a year, and the last access token lives for sixty days beyond that. */
    @Test
    void whatCannotBeRenewedAnyMoreWorksUntilItsEndAndSaysSo() throws Exception {
        LinkedAccount account = account("1");
        Instant end = clock.instant().plus(Duration.ofDays(60));
        UUID id = stored(
                account,
                new TokenGrant(
                        "last", "canary-refresh", end, Set.of(), clock.instant().plus(Duration.ofDays(1))));
        clock.step(Duration.ofDays(2));
        assertThat(refreshes().handle(renewal(id), null))
                .isInstanceOfSatisfying(
                        Settlement.Again.class,
                        again -> assertThat(again.due()).isEqualTo(end.minus(GrantLife.NOTICE)));
        assertThat(state(account)).isEqualTo("EXPIRING");
        assertThat(vault.lease(account).value()).isEqualTo("last");
        clock.step(Duration.ofDays(58));
        assertThat(refreshes().handle(renewal(id), null)).isEqualTo(Settlement.done());
        assertThat(state(account)).isEqualTo("RELINK_REQUIRED");
        assertThat(server.requests).as("what is over is not asked for again").isEmpty();
    }

    /** LinkedIn may end a refresh token before the day it named, when the person withdraws it or changes the password. */
    @Test
    void aRefreshTokenThatEndedBeforeItsDayIsKnownByTheRefusal() {
        LinkedAccount account = account("1");
        UUID id = stored(
                account,
                new TokenGrant(
                        "first",
                        "canary-refresh",
                        clock.instant().plus(Duration.ofDays(60)),
                        Set.of(),
                        clock.instant().plus(Duration.ofDays(365))));
        clock.step(Duration.ofDays(54));
        server.answerNext(FakeTokenServer.Answer.REVOKED);
        assertThat(refreshes().handle(renewal(id), null)).isEqualTo(Settlement.done());
        assertThat(state(account)).isEqualTo("RELINK_REQUIRED");
    }

    @Test
    void anAbsentNetworkSaysNothingAboutItsGrants() {
        server.describe(TestDescriptors.refreshing("loopback", "ACCESS_TOKEN"));
        LinkedAccount account = account("1");
        Instant end = clock.instant().plus(Duration.ofDays(60));
        UUID id = stored(account, new TokenGrant("canary-access-0", null, end, Set.of()));
        clock.step(Duration.ofDays(55));
        server.absent = true;
        assertThat(refreshes().handle(renewal(id), null))
                .isInstanceOfSatisfying(
                        Settlement.Again.class,
                        again -> assertThat(again.due())
                                .isEqualTo(clock.instant().plus(Duration.ofHours(1))));
        assertThat(state(account)).isEqualTo("OK");

        server.absent = false;
        server.describe(TestDescriptors.refreshing("loopback", "SINGLE_USE"));
        refreshes().handle(renewal(id), null);
        assertThat(state(account)).isEqualTo("EXPIRING");
        server.absent = true;
        refreshes().handle(renewal(id), null);
        assertThat(state(account)).as("what was known last").isEqualTo("EXPIRING");

        clock.step(Duration.ofDays(5));
        refreshes().handle(renewal(id), null);
        assertThat(state(account)).as("over is over").isEqualTo("RELINK_REQUIRED");
    }

    @Test
    void whatTheNetworkProlongedIsNoLongerAboutToEnd() {
        LinkedAccount account = account("1");
        UUID id = vault.store(
                account.workspace(),
                NETWORK,
                new TokenGrant(
                        "first",
                        "canary-refresh",
                        clock.instant().plus(Duration.ofHours(1)),
                        Set.of(),
                        clock.instant().plus(Duration.ofDays(6))),
                UUID.randomUUID());
        vault.assign(account.workspace(), account.id(), id);
        RefreshHandler handler = new RefreshHandler(
                vault, ErrorTableRetryPolicyFactory.create(clock, states, new Random(1)), states, clock);
        plugin = refreshing(grant -> new TokenGrant(
                "newer",
                grant.refreshToken(),
                clock.instant().plus(Duration.ofHours(1)),
                Set.of(),
                grant.refreshExpiresAt()));
        handler.handle(renewal(id), null);
        assertThat(state(account)).isEqualTo("EXPIRING");
        plugin = refreshing(grant -> new TokenGrant(
                "newest",
                "another",
                clock.instant().plus(Duration.ofHours(1)),
                Set.of(),
                clock.instant().plus(Duration.ofDays(90))));
        clock.step(Duration.ofMinutes(54));
        handler.handle(renewal(id), null);
        assertThat(state(account)).isEqualTo("OK");
    }

    private Obligation renewal(UUID id) {
        return new Obligation(
                UUID.randomUUID(),
                "credentials.refresh",
                id.toString(),
                tenants.workspace(),
                null,
                NETWORK,
                "{}",
                clock.instant(),
                1);
    }

    @Test
    void theDatabaseHoldsNoTokenInClear() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        String dump = dump();
        assertThat(dump).contains(account.id().toString());
        assertThat(dump.toLowerCase(Locale.ROOT)).doesNotContain("canary").doesNotContain(hex("canary"));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String dump() throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (Connection connection = DATABASE.dataSource().getConnection();
                Statement statement = connection.createStatement();
                Statement inner = connection.createStatement()) {
            ResultSet tables = statement.executeQuery(
                    "select schemaname || '.' || tablename from pg_tables where schemaname in ('engine', 'workspace')");
            while (tables.next()) {
                ResultSet rows = inner.executeQuery("select t::text from " + tables.getString(1) + " t");
                while (rows.next()) {
                    dump.append(rows.getString(1)).append('\n');
                }
            }
        }
        return dump.toString();
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DATABASE.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aFlippedBitIsDetected() throws Exception {
        LinkedAccount account = account("1");
        UUID id = grant(account, Duration.ofHours(2));
        sql("update engine.authorisation set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = '" + id
                + "'");
        assertThatThrownBy(() -> vault.lease(account))
                .isInstanceOf(UnsealableException.class)
                .hasMessageContaining("was changed")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aGrantMovedToAnotherRowIsDetected() throws Exception {
        LinkedAccount one = account("1");
        LinkedAccount other = account("2");
        UUID from = grant(one, Duration.ofHours(2));
        UUID to = grant(other, Duration.ofHours(2));
        sql("update engine.authorisation t set sealed = s.sealed, wrapped_key = s.wrapped_key, key_id = s.key_id"
                + " from engine.authorisation s where s.id = '" + from + "' and t.id = '" + to + "'");
        assertThat(vault.lease(one).value()).isEqualTo("canary-access-0");
        assertThatThrownBy(() -> vault.lease(other)).isInstanceOf(UnsealableException.class);
    }

    @Test
    void anotherWorkspaceCannotUseAGrant() {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        LinkedAccount foreign = new LinkedAccount(
                new WorkspaceId(UUID.randomUUID()),
                account.brand(),
                account.id(),
                NETWORK,
                account.remoteId(),
                "h",
                "H",
                "default",
                null,
                AccountState.OK);
        assertThatThrownBy(() -> vault.lease(foreign)).isInstanceOf(NetworkException.class);
    }

    @Test
    void keysAreRotatedWhileTheyAreUsed() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        String before = vault.status().keys().get(0).id();
        assertThat(vault.rotate("operator")).isEqualTo(1);
        assertThat(vault.status().keys())
                .hasSize(2)
                .satisfiesExactly(old -> assertThat(old.id()).isEqualTo(before), present -> {
                    assertThat(present.present()).isTrue();
                    assertThat(present.rows()).isEqualTo(1);
                });
        assertThat(vault.status().keys().get(0).rows()).isZero();
        assertThat(vault.lease(account).value()).isEqualTo("canary-access-0");
        assertThat(vault.reseal()).isZero();
        assertThat(vault.status().toString()).doesNotContain("canary");
    }

    @Test
    void keysOfAnotherPlatformAreAddedAsOldOnesAndOpenWhatTheySealed() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        byte[] exported = vault.exportKeys("operator");
        Path file = ring.file();
        Files.delete(file);
        KeyRing other = KeyRing.open(file);
        String present = other.present().id();

        assertThat(other.addOlder(exported)).isEqualTo(1);
        assertThat(other.present().id()).isEqualTo(present);
        assertThat(other.addOlder(exported)).isZero();
        assertThat(other.key(ring.present().id())).isPresent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> vault.importKeys("nonsense".getBytes(StandardCharsets.US_ASCII), "operator"))
                .isInstanceOf(ProblemException.class)
                .hasMessageNotContaining("nonsense");
        assertThat(vault.lease(account).value()).isEqualTo("canary-access-0");
    }

    @Test
    void theKeyFileIsPrivateAndNothingOpensWithoutIt() throws Exception {
        LinkedAccount account = account("1");
        grant(account, Duration.ofHours(2));
        Path file = folder.resolve("keys/credentials.keys");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        KeyRing before = ring;
        ring = KeyRing.open(folder.resolve("other/credentials.keys"));
        assertThatThrownBy(() -> vault(DATABASE.database()).lease(account))
                .isInstanceOf(UnsealableException.class)
                .hasMessageContaining("not in the key file");
        ring = before;
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> KeyRing.open(file)).hasMessageContaining("chmod 600");
    }
}
