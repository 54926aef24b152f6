package org.parvis.engine.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountQuery;
import org.parvis.api.account.AccountService.LinkCallback;
import org.parvis.api.account.AccountService.LinkStart;
import org.parvis.api.change.Change;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.Role;
import org.parvis.engine.FakeTokenServer;
import org.parvis.engine.RecordingAudit;
import org.parvis.engine.RecordingOutbox;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.Tenants;
import org.parvis.engine.call.FakeNetworkCalls;
import org.parvis.engine.call.FakeNetworkPlugin;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.engine.credentials.EnvelopeKeeper;
import org.parvis.engine.credentials.GrantRenewal;
import org.parvis.engine.credentials.GrantVault;
import org.parvis.engine.credentials.KeyRing;
import org.parvis.engine.credentials.LinkingCalls;
import org.parvis.engine.credentials.LinkingWork;
import org.parvis.engine.credentials.TokenEndpoint;
import org.parvis.engine.standing.JdbiAccountStates;
import org.parvis.engine.subscription.TestSubscriptions;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.UserId;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.NetworkException;
import org.parvis.store.TestDatabase;

class OAuthAccountServiceTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    private static final NetworkId NETWORK = new NetworkId("loopback");

    @TempDir
    Path folder;

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final FakeTokenServer server = new FakeTokenServer(TestDescriptors.descriptor("loopback"));
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final RecordingAudit audit = new RecordingAudit();
    private final List<Change> announced = new ArrayList<>();
    private final AtomicReference<String> remote = new AtomicReference<>("4711");
    private OAuthAccountService service;
    private JdbiAccounts accounts;
    private GrantVault vault;
    private JdbiAccountStates states;
    private Tenants tenants;
    private Caller caller;

    @BeforeEach
    void open() throws Exception {
        tenants = Tenants.create(DATABASE);
        caller = caller(tenants);
        EnvelopeKeeper keeper = new EnvelopeKeeper(KeyRing.open(folder.resolve("credentials.keys")));
        TokenEndpoint endpoint = new TokenEndpoint(server, server, clock);
        states = new JdbiAccountStates(DATABASE.database(), clock, audit, hint -> {});
        vault = new GrantVault(
                DATABASE.database(),
                keeper,
                new GrantRenewal(endpoint, new Linking(), server, clock),
                states,
                outbox,
                audit,
                clock);
        accounts = new JdbiAccounts(DATABASE.database());
        var subscriptions =
                TestSubscriptions.create(DATABASE.database(), outbox, new FakeNetworkCalls(clock), server, clock, "");
        service = new OAuthAccountService(
                DATABASE.database(),
                clock,
                server,
                endpoint,
                new Linking(),
                vault,
                keeper,
                outbox,
                outbox,
                (workspace, changes) -> announced.addAll(changes),
                audit,
                hint -> {},
                accounts,
                subscriptions,
                "https://parvis.example/");
    }

    private static Caller caller(Tenants tenants) {
        return new Caller(
                tenants.workspace(), new UserId(UUID.randomUUID()), "Ann", Role.OWNER, Map.of(), null, "127.0.0.1");
    }

    /** A plugin that knows one account. */
    private final class Linking implements LinkingCalls {
        @Override
        public <T> T call(NetworkId network, AccessToken token, LinkingWork<T> work) throws NetworkException {
            return work.run(
                    FakeNetworkPlugin.builder()
                            .linker(call -> found.isEmpty()
                                    ? List.of(new LinkableAccount(
                                            new RemoteId(remote.get()), "shop", "The Shop", "default", null, null))
                                    : found)
                            .build(),
                    null);
        }
    }

    private static Map<String, String> query(URI address) {
        Map<String, String> query = new HashMap<>();
        for (String pair : address.getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    /** What the authorisation holds; one shop where nothing is said. */
    private final List<LinkableAccount> found = new ArrayList<>();

    private LinkableAccount page(String id, String kind, String token) {
        return new LinkableAccount(
                new RemoteId(id),
                id,
                id,
                kind,
                null,
                token.isEmpty() ? null : new org.parvis.spi.TokenGrant(token, null, null, java.util.Set.of()));
    }

    private String token(AccountId account) throws Exception {
        return vault.lease(accounts.find(tenants.workspace(), account).orElseThrow())
                .value();
    }

    private List<Account> relink(Account account) {
        LinkStart start = service.beginLink(caller, tenants.brand(), NETWORK, account.id());
        return service.completeLink(caller, callback(start)).linked();
    }

    @Test
    void linkingOneAccountAgainRenewsAllThatTheAuthorisationHoldsAndAddsNone() throws Exception {
        found.addAll(List.of(page("p1", "default", "one"), page("p2", "default", "two"), page("p3", "default", "")));
        List<Account> linked = service.completeLink(caller, callback(begin())).linked();
        Account paused = service.pause(caller, linked.get(2).id(), linked.get(2).version());
        states.relinkRequired(tenants.workspace(), linked.get(0).id(), "gone");
        states.relinkRequired(tenants.workspace(), linked.get(1).id(), "gone");
        found.clear();
        found.addAll(List.of(
                page("p1", "default", "one again"),
                page("p2", "default", "two again"),
                page("p3", "default", ""),
                page("p4", "default", "four")));

        List<Account> again = relink(linked.get(0));

        assertThat(again).extracting(Account::handle).containsExactly("p1", "p2", "p3");
        assertThat(again)
                .extracting(Account::state)
                .containsExactly(AccountState.OK, AccountState.OK, AccountState.PAUSED);
        assertThat(token(linked.get(0).id())).isEqualTo("one again");
        assertThat(token(linked.get(1).id())).isEqualTo("two again");
        assertThat(token(paused.id())).isEqualTo("canary-access-2");
    }

    @Test
    void whatAKindOfAccountLacksIsSaidWhenItIsLinked() {
        server.describe(TestDescriptors.changed(
                "loopback",
                "\"idempotency\"",
                "\"accountKinds\":[{\"id\":\"creator\",\"names\":{\"en\":\"Creator\"},"
                        + "\"unavailable\":{\"TIMELINE\":{\"en\":\"only business accounts have it\"}}}],\"idempotency\"",
                org.parvis.model.Capability.TIMELINE));
        found.add(page("p1", "creator", "one"));
        found.add(page("p2", "default", "two"));

        List<Account> linked = service.completeLink(caller, callback(begin())).linked();

        assertThat(linked.get(0).state()).isEqualTo(AccountState.LIMITED);
        assertThat(linked.get(0).reason()).isEqualTo("TIMELINE: only business accounts have it");
        assertThat(linked.get(1).state()).isEqualTo(AccountState.OK);
    }

    @Test
    void aPermissionThatWasNotGrantedIsSaidWhenItIsLinked() {
        server.describe(TestDescriptors.changed(
                "loopback",
                "\"refresh\"",
                "\"scopes\":{\"TIMELINE\":[\"a\",\"timeline.read\"]},\"refresh\"",
                org.parvis.model.Capability.TIMELINE));

        Account account = link();

        assertThat(account.state()).isEqualTo(AccountState.LIMITED);
        assertThat(account.reason())
                .contains("TIMELINE")
                .contains("timeline.read")
                .contains("link the account again");
    }

    private LinkStart begin() {
        return service.beginLink(caller, tenants.brand(), NETWORK, null);
    }

    private static LinkCallback callback(LinkStart start) {
        return new LinkCallback(start.binding(), query(start.authorizeAddress()).get("state"), "code-1", null, null);
    }

    private Account link() {
        return service.completeLink(caller, callback(begin())).linked().get(0);
    }

    private void refused(Caller who, LinkCallback callback, Problem problem, String because) {
        int requests = server.requests.size();
        assertThatThrownBy(() -> service.completeLink(who, callback))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageContaining(because);
        assertThat(server.requests).as("the token endpoint is not asked").hasSize(requests);
    }

    @Test
    void linksWithStateAndBindingAndTheExactRedirect() {
        LinkStart start = begin();
        Map<String, String> query = query(start.authorizeAddress());
        assertThat(query).containsEntry("redirect_uri", "https://parvis.example/api/v1/oauth/callback");
        assertThat(query.get("state")).hasSize(43);
        assertThat(start.toString()).doesNotContain(start.binding());

        Account account = service.completeLink(caller, callback(start)).linked().get(0);

        assertThat(account.handle()).isEqualTo("shop");
        assertThat(account.state()).isEqualTo(AccountState.OK);
        assertThat(announced).containsExactly(new Change.AccountLinked(account.id()));
        assertThat(audit.entries()).singleElement().asString().startsWith("account.link account:" + account.id());
        assertThat(server.requests.get(0))
                .contains("code=code-1", "redirect_uri=https://parvis.example/api/v1/oauth/callback");
        assertThat(accounts.require(caller, account.id(), Right.PUBLISH).handle())
                .isEqualTo("shop");
        assertThat(accounts.findByRemoteId(NETWORK, new RemoteId("4711"))).anyMatch(a -> a.id().equals(account.id()));
        assertThat(service.accounts(caller, new AccountQuery(null, null, PageRequest.first()))
                        .items())
                .containsExactly(account);
    }

    /** GHSA-5m7p-wphr-xjp7: what was used once must not serve again. */
    @Test
    void aSecondUseOfAStateIsRefused() {
        LinkStart start = begin();
        service.completeLink(caller, callback(start));
        refused(caller, callback(start), Problem.FORBIDDEN, "completed already");
    }

    /** CVE-2026-44707 / GHSA-8qxm-4p4p-cfhm: nobody is made to take over what somebody else began. */
    @Test
    void aLinkBegunInAnotherBrowserIsRefused() {
        LinkStart attacker = begin();
        LinkStart own = begin();
        LinkCallback forged = new LinkCallback(own.binding(), callback(attacker).state(), "code-1", null, null);
        refused(caller, forged, Problem.FORBIDDEN, "another browser");
        assertThat(service.completeLink(caller, callback(attacker)).linked())
                .as("the true one still works")
                .hasSize(1);
    }

    @Test
    void aLinkBegunByAnotherPersonIsRefused() {
        refused(caller(tenants), callback(begin()), Problem.FORBIDDEN, "somebody else");
    }

    @Test
    void aLinkBegunInAnotherWorkspaceIsRefused() {
        Tenants other = Tenants.create(DATABASE);
        Caller foreign = new Caller(other.workspace(), caller.user(), "Ann", Role.OWNER, Map.of(), null, "127.0.0.1");
        refused(foreign, callback(begin()), Problem.FORBIDDEN, "in this workspace");
    }

    /** CVE-2026-48783 / GHSA-v4wr-4j8g-4hfj: a secret serves its own purpose only. */
    @Test
    void aBindingIsNoState() {
        LinkStart start = begin();
        refused(
                caller,
                new LinkCallback(start.binding(), start.binding(), "code-1", null, null),
                Problem.FORBIDDEN,
                "in this workspace");
        refused(
                caller,
                new LinkCallback(start.binding(), null, "code-1", null, null),
                Problem.FORBIDDEN,
                "names no link");
    }

    @Test
    void aStateExpiresAfterTenMinutes() {
        LinkStart start = begin();
        clock.step(Duration.ofMinutes(10));
        refused(caller, callback(start), Problem.FORBIDDEN, "expired");
    }

    /** RFC 9207. */
    @Test
    void anAnswerOfAnotherIssuerIsRefused() {
        LinkCallback genuine = callback(begin());
        refused(
                caller,
                new LinkCallback(genuine.binding(), genuine.state(), "code-1", "https://evil.example", null),
                Problem.FORBIDDEN,
                "another authorisation server");
        LinkCallback fine = callback(begin());
        assertThat(service.completeLink(
                                caller,
                                new LinkCallback(
                                        fine.binding(), fine.state(), "code-1", "https://loopback.example", null))
                        .linked())
                .hasSize(1);
    }

    @Test
    void aRefusalOnTheNetworkIsSaidPlainlyWithoutEchoingIt() {
        LinkCallback genuine = callback(begin());
        refused(
                caller,
                new LinkCallback(genuine.binding(), genuine.state(), null, null, "access_denied"),
                Problem.NETWORK_REFUSED,
                "declined");
        LinkCallback other = callback(begin());
        assertThatThrownBy(() -> service.completeLink(
                        caller,
                        new LinkCallback(other.binding(), other.state(), null, null, "<script>alert(1)</script>")))
                .hasMessageNotContaining("script");
    }

    @Test
    void aRefusedCodeLeavesNothingBehind() {
        server.answerNext(FakeTokenServer.Answer.REVOKED);
        LinkStart start = begin();
        assertThatThrownBy(() -> service.completeLink(caller, callback(start)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NETWORK_REFUSED));
        assertThat(service.accounts(caller, new AccountQuery(null, null, PageRequest.first()))
                        .items())
                .isEmpty();
        assertThat(announced).isEmpty();
    }

    @Test
    void linkingAgainMustBringTheSameAccountBackAndMendsIt() {
        Account account = link();
        states.relinkRequired(caller.workspace(), account.id(), "The network refuses.");
        assertThat(service.account(caller, account.id()).state()).isEqualTo(AccountState.RELINK_REQUIRED);

        remote.set("other");
        LinkStart wrong = service.beginLink(caller, tenants.brand(), NETWORK, account.id());
        assertThatThrownBy(() -> service.completeLink(caller, callback(wrong)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.CONFLICT));
        remote.set("4711");
        LinkStart right = service.beginLink(caller, tenants.brand(), NETWORK, account.id());
        Account mended = service.completeLink(caller, callback(right)).linked().get(0);
        assertThat(mended.id()).isEqualTo(account.id());
        assertThat(mended.state()).isEqualTo(AccountState.OK);
        assertThat(mended.reason()).isEmpty();
        assertThat(outbox.woken).contains(account.id());
    }

    private Account paused(Account account) {
        Account now = service.account(caller, account.id());
        return service.pause(caller, account.id(), now.version());
    }

    private Account resumed(Account account) {
        Account now = service.account(caller, account.id());
        return service.resume(caller, account.id(), now.version());
    }

    private UUID authorisation(Account account) {
        return DATABASE.database()
                .inSystem(handle -> handle.createQuery("select authorisation_id from engine.account where id = :id")
                        .bind("id", account.id())
                        .mapTo(UUID.class)
                        .one());
    }

    @Test
    void anAccountGoesOnAsWhatItWasBeforeItsPause() {
        Account account = link();
        states.limited(tenants.workspace(), account.id(), java.util.Optional.empty(), "no insights");
        paused(account);
        Account twice = paused(account);
        assertThat(twice.state()).isEqualTo(AccountState.PAUSED);

        Account again = resumed(account);
        assertThat(again.state()).isEqualTo(AccountState.LIMITED);
        assertThat(again.reason()).isEqualTo("no insights");
    }

    @Test
    void whatHappensDuringAPauseIsThereAfterIt() {
        Account account = link();
        UUID authorisation = authorisation(account);
        paused(account);
        states.expiring(tenants.workspace(), authorisation, "ends soon");
        assertThat(service.account(caller, account.id()).state()).isEqualTo(AccountState.PAUSED);
        assertThat(resumed(account).state()).isEqualTo(AccountState.EXPIRING);

        paused(account);
        states.lasting(tenants.workspace(), authorisation);
        Account lasting = resumed(account);
        assertThat(lasting.state()).isEqualTo(AccountState.OK);
        assertThat(lasting.reason()).isEmpty();

        paused(account);
        states.limited(tenants.workspace(), account.id(), java.util.Optional.empty(), "no insights");
        states.expiring(tenants.workspace(), authorisation, "ends soon");
        assertThat(resumed(account).state()).isEqualTo(AccountState.LIMITED);
    }

    @Test
    void anAuthorisationThatEndsDuringAPauseEndsThePause() {
        Account account = link();
        states.limited(tenants.workspace(), account.id(), java.util.Optional.empty(), "no insights");
        paused(account);
        states.relinkRequired(tenants.workspace(), account.id(), "gone");
        assertThat(service.account(caller, account.id()).state()).isEqualTo(AccountState.RELINK_REQUIRED);

        assertThat(relink(account).get(0).state()).isEqualTo(AccountState.OK);
        paused(account);
        assertThat(resumed(account).state()).isEqualTo(AccountState.OK);
    }

    @Test
    void pausingNeedsTheVersionThatWasRead() {
        Account account = link();
        Account paused = service.pause(caller, account.id(), account.version());
        assertThat(paused.state()).isEqualTo(AccountState.PAUSED);
        assertThatThrownBy(() -> service.resume(caller, account.id(), account.version()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.STALE));
        assertThat(service.resume(caller, account.id(), paused.version()).state())
                .isEqualTo(AccountState.OK);
    }

    @Test
    void unlinkingForgetsTheAuthorisationAndTakesTheWorkAway() {
        Account account = link();
        service.unlink(caller, account.id());
        assertThat(outbox.withdrawn).containsExactly(account.id());
        assertThat(announced).last().isEqualTo(new Change.AccountUnlinked(account.id()));
        assertThat(accounts.find(caller.workspace(), account.id())).isEmpty();
        assertThat(accounts.findEvenUnlinked(caller.workspace(), account.id())).hasValueSatisfying(kept -> {
            assertThat(kept.remoteId()).isEqualTo(account.remoteId());
            assertThat(kept.works()).isFalse();
        });
        assertThat(accounts.findEvenUnlinked(new WorkspaceId(UUID.randomUUID()), account.id()))
                .as("of another workspace")
                .isEmpty();
        assertThat(outbox.added)
                .as("the grant goes back to the network, and is forgotten then")
                .filteredOn(o -> o.kind().equals("credentials.revoke"))
                .hasSize(1);
        assertThat(link().id())
                .as("linked again it is the same account, with its past")
                .isEqualTo(account.id());
    }

    @Test
    void rightsAreAskedForOnTheBrand() {
        Account account = link();
        Caller viewer = with(Role.VIEWER);
        assertThat(service.account(viewer, account.id()).id()).isEqualTo(account.id());
        assertThatThrownBy(() -> service.pause(viewer, account.id(), account.version()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FORBIDDEN));
        assertThatThrownBy(() -> service.beginLink(viewer, tenants.brand(), NETWORK, null))
                .isInstanceOf(ProblemException.class);
        Caller stranger = with(null);
        assertThatThrownBy(() -> service.account(stranger, account.id()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND));
        assertThat(service.accounts(stranger, new AccountQuery(null, null, PageRequest.first()))
                        .items())
                .isEmpty();
        Caller foreign = caller(Tenants.create(DATABASE));
        assertThatThrownBy(() -> service.account(foreign, account.id()))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND));
    }

    private Caller with(@Nullable Role role) {
        return new Caller(caller.workspace(), caller.user(), "Bob", role, Map.of(), null, "127.0.0.1");
    }
}
