package org.parvis.engine.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService.LinkCallback;
import org.parvis.api.account.AccountService.LinkStart;
import org.parvis.api.account.MendingService.AccountCheck;
import org.parvis.api.account.MendingService.RelinkAddress;
import org.parvis.api.account.MendingService.Verdict;
import org.parvis.api.workspace.Caller;
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
import org.parvis.model.AccountState;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.UserId;
import org.parvis.spi.AccessToken;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TimelineSource;
import org.parvis.store.TestDatabase;

class NetworkMendingServiceTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    private static final NetworkId NETWORK = new NetworkId("loopback");

    @TempDir
    Path folder;

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final FakeTokenServer server = new FakeTokenServer(TestDescriptors.descriptor("loopback"));
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final RecordingAudit audit = new RecordingAudit();
    private final FakeNetworkCalls calls = new FakeNetworkCalls(clock);
    private final List<FetchWindow> asked = new ArrayList<>();
    private String remote = "4711";
    private OAuthAccountService service;
    private NetworkMendingService mending;
    private JdbiAccountStates states;
    private Tenants tenants;
    private Caller ann;

    @BeforeEach
    void open() throws Exception {
        DATABASE.truncate("engine.account", "engine.authorisation");
        tenants = Tenants.create(DATABASE);
        ann = person("Ann", Role.OWNER, tenants);
        EnvelopeKeeper keeper = new EnvelopeKeeper(KeyRing.open(folder.resolve("credentials.keys")));
        TokenEndpoint endpoint = new TokenEndpoint(server, server, clock);
        states = new JdbiAccountStates(DATABASE.database(), clock, audit, hint -> {});
        LinkingCalls linking = new Linking();
        GrantVault vault = new GrantVault(
                DATABASE.database(),
                keeper,
                new GrantRenewal(endpoint, linking, server, clock),
                states,
                outbox,
                audit,
                clock);
        JdbiAccounts accounts = new JdbiAccounts(DATABASE.database());
        calls.with(
                TestDescriptors.descriptor("loopback", Capability.TIMELINE),
                FakeNetworkPlugin.builder()
                        .timeline((call, window) -> {
                            asked.add(window);
                            return new TimelineSource.TimelinePage(List.of(), List.of(), List.of(), null, true);
                        })
                        .build());
        service = new OAuthAccountService(
                DATABASE.database(),
                clock,
                server,
                endpoint,
                linking,
                vault,
                keeper,
                outbox,
                outbox,
                (workspace, changes) -> {},
                audit,
                hint -> {},
                accounts,
                TestSubscriptions.create(DATABASE.database(), outbox, calls, server, clock, ""),
                "https://parvis.example/");
        mending = new NetworkMendingService(
                DATABASE.database(),
                clock,
                service,
                accounts,
                calls,
                server,
                states,
                vault,
                outbox,
                audit,
                "https://parvis.example/");
    }

    private static Caller person(String name, Role role, Tenants tenants) {
        return new Caller(tenants.workspace(), new UserId(UUID.randomUUID()), name, role, Map.of(), null, "127.0.0.1");
    }

    private final class Linking implements LinkingCalls {
        @Override
        public <T> T call(NetworkId network, AccessToken token, LinkingWork<T> work) throws NetworkException {
            LinkableAccount shop = new LinkableAccount(new RemoteId(remote), "shop", "The Shop", "default", null, null);
            return work.run(
                    FakeNetworkPlugin.builder().linker(call -> List.of(shop)).build(), null);
        }
    }

    private Account link() {
        return complete(service.beginLink(ann, tenants.brand(), NETWORK, null)).get(0);
    }

    private List<Account> complete(LinkStart start) {
        String state = start.authorizeAddress().getRawQuery().replaceAll(".*\\bstate=([^&]+).*", "$1");
        return service.completeLink(ann, new LinkCallback(start.binding(), state, "code-1", null, null))
                .linked();
    }

    private static String token(RelinkAddress address) {
        return address.address().getFragment().replace("/relink/", "");
    }

    @Test
    void anAccountThatTheNetworkKnowsIsAlive() {
        Account account = link();
        AccountCheck check = mending.check(ann, account.id());
        assertThat(check.verdict()).isEqualTo(Verdict.ALIVE);
        assertThat(check.detail()).isEmpty();
        assertThat(check.account().state()).isEqualTo(AccountState.OK);
        assertThat(asked).singleElement().satisfies(window -> {
            assertThat(window.limit()).isEqualTo(1);
            assertThat(window.since()).isNotNull();
        });
        assertThat(audit.entries()).anyMatch(entry -> entry.startsWith("account.check"));
    }

    @Test
    void anAccountThatTheNetworkRefusesMustBeLinkedAgain() {
        Account account = link();
        calls.failNext(new NetworkException(ErrorKind.AUTHORIZATION_REVOKED, "withdrawn there"));
        AccountCheck check = mending.check(ann, account.id());
        assertThat(check.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(check.account().state()).isEqualTo(AccountState.RELINK_REQUIRED);
        assertThat(check.account().reason()).isEqualTo("withdrawn there");
    }

    @Test
    void whatWasGivenUpTooEarlyWorksAgainAndIsRenewedInTime() {
        Account account = link();
        states.relinkRequired(tenants.workspace(), account.id(), "it seemed gone");
        outbox.added.clear();
        AccountCheck check = mending.check(ann, account.id());
        assertThat(check.verdict()).isEqualTo(Verdict.ALIVE);
        assertThat(check.account().state()).isEqualTo(AccountState.OK);
        assertThat(check.account().reason()).isEmpty();
        assertThat(outbox.added).anyMatch(o -> o.kind().equals("credentials.refresh"));
    }

    @Test
    void whatTellsNothingChangesNothing() {
        Account account = link();
        states.relinkRequired(tenants.workspace(), account.id(), "gone");
        calls.failNext(new NetworkException(ErrorKind.TRANSIENT, "away just now"));
        AccountCheck check = mending.check(ann, account.id());
        assertThat(check.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(check.detail()).isEqualTo("away just now");
        assertThat(check.account().state()).isEqualTo(AccountState.RELINK_REQUIRED);
        calls.without(NETWORK);
        assertThat(mending.check(ann, account.id()).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aPausedAccountIsAskedAboutAndStaysPaused() {
        Account account = link();
        service.pause(ann, account.id(), account.version());
        AccountCheck check = mending.check(ann, account.id());
        assertThat(check.verdict()).isEqualTo(Verdict.ALIVE);
        assertThat(check.account().state()).isEqualTo(AccountState.PAUSED);
    }

    @Test
    void checkingNeedsTheRightToManage() {
        Account account = link();
        Caller viewer = person("Vic", Role.VIEWER, tenants);
        refused(Problem.FORBIDDEN, () -> mending.check(viewer, account.id()));
        refused(Problem.FORBIDDEN, () -> mending.relinkAddress(viewer, account.id()));
        assertThat(calls.calls()).isEmpty();
    }

    private static void refused(Problem problem, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(problem));
    }

    @Test
    void anAddressLeadsOnceToTheSameRemoteAccount() {
        Account account = link();
        states.relinkRequired(tenants.workspace(), account.id(), "gone");
        RelinkAddress address = mending.relinkAddress(ann, account.id());
        URI opened = address.address();
        assertThat(opened.toString()).startsWith("https://parvis.example/#/relink/");
        assertThat(opened.getRawQuery()).as("what servers on the way see").isNull();
        assertThat(address.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(1)));
        assertThat(address.toString()).doesNotContain(token(address));

        LinkStart start = mending.relink(ann, token(address));
        refused(Problem.FORBIDDEN, () -> mending.relink(ann, token(address)));
        assertThat(complete(start)).singleElement().satisfies(again -> {
            assertThat(again.id()).isEqualTo(account.id());
            assertThat(again.state()).isEqualTo(AccountState.OK);
        });

        LinkStart other = mending.relink(ann, token(mending.relinkAddress(ann, account.id())));
        remote = "0815";
        refused(Problem.CONFLICT, () -> complete(other));
    }

    @Test
    void anAddressEndsAndANewerOneReplacesIt() {
        Account account = link();
        String first = token(mending.relinkAddress(ann, account.id()));
        String second = token(mending.relinkAddress(ann, account.id()));
        refused(Problem.NOT_FOUND, () -> mending.relink(ann, first));
        clock.step(Duration.ofDays(1));
        refused(Problem.FORBIDDEN, () -> mending.relink(ann, second));
    }

    @Test
    void anAddressIsNoKey() {
        Account account = link();
        String token = token(mending.relinkAddress(Caller.operator(tenants.workspace(), "operator"), account.id()));
        Caller viewer = person("Vic", Role.VIEWER, tenants);
        refused(Problem.FORBIDDEN, () -> mending.relink(viewer, token));
        refused(Problem.FORBIDDEN, () -> mending.relink(viewer, "guessed"));
        refused(Problem.NOT_FOUND, () -> mending.relink(person("Eve", Role.OWNER, Tenants.create(DATABASE)), token));
        refused(Problem.FORBIDDEN, () -> mending.relink(Caller.operator(tenants.workspace(), "operator"), token));
        refused(Problem.NOT_FOUND, () -> mending.relink(ann, "guessed"));
        assertThat(mending.relink(ann, token)).as("none of them spent it").isNotNull();
        List<String> stored = DATABASE.database()
                .inSystem(handle -> handle.createQuery("select encode(token_hash, 'escape') from engine.relink")
                        .mapTo(String.class)
                        .list());
        assertThat(stored).isNotEmpty().noneMatch(hash -> hash.contains(token));
    }
}
