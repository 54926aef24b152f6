package org.parvis.engine.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.account.WebhookStanding;
import org.parvis.api.change.Change;
import org.parvis.engine.FakeTokenServer;
import org.parvis.engine.RecordingAudit;
import org.parvis.engine.RecordingOutbox;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.Tenants;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.FakeNetworkCalls;
import org.parvis.engine.call.FakeNetworkPlugin;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.engine.linkage.JdbiAccounts;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.standing.ErrorTableRetryPolicyFactory;
import org.parvis.engine.standing.JdbiAccountStates;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookSubscriber;
import org.parvis.spi.WebhookSubscription;
import org.parvis.store.TestDatabase;

class SubscriptionsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    private static final NetworkId NETWORK = new NetworkId("loopback");

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final FakeNetworkCalls calls = new FakeNetworkCalls(clock);
    private final FakeTokenServer settings = new FakeTokenServer(TestDescriptors.descriptor("loopback"));
    private final Hub hub = new Hub();
    private final JdbiAccounts accounts = new JdbiAccounts(DATABASE.database());
    private Tenants tenants;
    private LinkedAccount account;

    /** A network that pushes, for ten days at a time where it is told so. */
    private final class Hub implements WebhookSubscriber {
        final List<WebhookSubscription> subscribed = new ArrayList<>();
        boolean active;

        @Nullable
        Duration lasting;

        @Nullable
        Instant end;

        @Nullable
        NetworkException failure;

        @Override
        public void subscribe(NetworkCall call, WebhookSubscription subscription) throws NetworkException {
            if (failure != null) {
                throw failure;
            }
            subscribed.add(subscription);
            active = true;
            end = lasting == null ? null : clock.instant().plus(lasting);
        }

        @Override
        public void unsubscribe(NetworkCall call, WebhookSubscription subscription) {
            active = false;
        }

        @Override
        public Standing describe(NetworkCall call, WebhookSubscription subscription) {
            return new Standing(active, end);
        }
    }

    @BeforeEach
    void open() {
        DATABASE.truncate("engine.account");
        tenants = Tenants.create(DATABASE);
        AccountId id = new AccountId(UUID.randomUUID());
        DATABASE.database()
                .useWorkspace(
                        tenants.workspace(),
                        handle -> handle.createUpdate("""
                        insert into engine.account (id, workspace_id, brand_id, network, remote_id, handle, display_name,
                            linked_at)
                        values (:id, :workspace, :brand, 'loopback', '1', 'jo', 'Jo', now())
                        """)
                                .bind("id", id)
                                .bind("workspace", tenants.workspace())
                                .bind("brand", tenants.brand())
                                .execute());
        account = accounts.find(tenants.workspace(), id).orElseThrow();
        calls.with(
                TestDescriptors.descriptor("loopback", Capability.WEBHOOKS),
                FakeNetworkPlugin.builder().subscriber(hub).build());
    }

    private Subscriptions subscriptions(String address) {
        return new Subscriptions(DATABASE.database(), outbox, calls, settings, clock, address);
    }

    private Settlement handle() {
        return handle("https://parvis.example/");
    }

    private Settlement handle(String address) {
        RecordingAudit audit = new RecordingAudit();
        JdbiAccountStates states = new JdbiAccountStates(DATABASE.database(), clock, audit, hint -> {});
        SubscriptionHandler handler = new SubscriptionHandler(
                subscriptions(address),
                DATABASE.database(),
                accounts,
                calls,
                ErrorTableRetryPolicyFactory.create(clock, states, new Random(1)),
                clock);
        return handler.handle(
                new Obligation(
                        UUID.randomUUID(),
                        Subscriptions.KIND,
                        account.id().toString(),
                        tenants.workspace(),
                        account.id(),
                        NETWORK,
                        "{}",
                        clock.instant(),
                        1),
                null);
    }

    private WebhookStanding standing() {
        return subscriptions("https://parvis.example").standing(tenants.workspace(), account.id());
    }

    private static Instant due(Settlement settlement) {
        return ((Settlement.Again) settlement).due();
    }

    @Test
    void whatIsLinkedIsSubscribedWhereThereIsAPublicAddress() {
        new SubscriptionStarter(subscriptions(""), accounts)
                .changed(tenants.workspace(), List.of(new Change.AccountLinked(account.id())));
        assertThat(outbox.added).isEmpty();

        SubscriptionStarter starter = new SubscriptionStarter(subscriptions("https://parvis.example"), accounts);
        assertThat(outbox.added).as("linked before there was an address").hasSize(1);
        outbox.added.clear();
        starter.changed(tenants.workspace(), List.of(new Change.AccountLinked(account.id())));
        assertThat(outbox.added).singleElement().satisfies(o -> {
            assertThat(o.kind()).isEqualTo("webhook.subscribe");
            assertThat(o.account()).isEqualTo(account.id());
        });
    }

    @Test
    void aSubscriptionNamesTheCallbackAndTheSecretThatSignaturesAreCheckedWith() {
        assertThat(due(handle())).isEqualTo(clock.instant().plus(Duration.ofHours(6)));

        WebhookSubscription made = hub.subscribed.get(0);
        assertThat(made.callback()).hasToString("https://parvis.example/api/v1/webhooks/loopback");
        assertThat(made.secret()).isEqualTo("webhook-secret");
        assertThat(made.verifyToken()).hasSize(64);
        assertThat(standing().state()).isEqualTo(WebhookStanding.State.ACTIVE);
        assertThat(standing().checkedAt()).isEqualTo(clock.instant());
    }

    @Test
    void whatStandsIsLeftAloneAndDriftIsMended() {
        handle();
        clock.step(Duration.ofHours(6));
        handle();
        assertThat(hub.subscribed).hasSize(1);

        hub.active = false;
        handle();
        assertThat(hub.subscribed).hasSize(2);
    }

    @Test
    void whatEndsIsRenewedADayAndAHalfBefore() {
        hub.lasting = Duration.ofDays(10);
        handle();
        clock.step(Duration.ofDays(8).plusHours(11));
        assertThat(due(handle())).isEqualTo(hub.end.minus(Duration.ofHours(36)));
        assertThat(hub.subscribed).hasSize(1);

        clock.step(Duration.ofHours(2));
        handle();

        assertThat(hub.subscribed).hasSize(2);
        assertThat(standing().expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(10)));
    }

    @Test
    void aNetworkWhoseSubscriptionsAreShortIsNotAskedWithoutEnd() {
        hub.lasting = Duration.ofHours(1);
        assertThat(due(handle())).isEqualTo(clock.instant().plus(Duration.ofMinutes(10)));
    }

    @Test
    void whatCannotBeArrangedIsShownAndTriedAgain() {
        hub.failure = new NetworkException(ErrorKind.UNSUPPORTED, "Register the webhook first");
        assertThat(due(handle())).isEqualTo(clock.instant().plus(Duration.ofHours(6)));
        assertThat(standing().state()).isEqualTo(WebhookStanding.State.FAILED);
        assertThat(standing().reason()).isEqualTo("Register the webhook first");

        hub.failure = null;
        handle();

        assertThat(standing().state()).isEqualTo(WebhookStanding.State.ACTIVE);
        assertThat(standing().reason()).isEmpty();
    }

    @Test
    void aNetworkElsewhereIsNotAskedToCallThisMachineByItsOwnName() {
        assertThat(handle("http://localhost:8080")).isEqualTo(Settlement.done());
        assertThat(hub.subscribed).isEmpty();

        calls.with(
                onThisMachine(TestDescriptors.descriptor("loopback", Capability.WEBHOOKS)),
                FakeNetworkPlugin.builder().subscriber(hub).build());
        handle("http://localhost:8080");
        assertThat(hub.subscribed).hasSize(1);
    }

    /** As the operator's base.address makes of it. */
    private static NetworkDescriptor onThisMachine(NetworkDescriptor d) {
        return new NetworkDescriptor(
                d.id(),
                d.displayName(),
                d.apiVersion(),
                d.documentation(),
                URI.create("http://127.0.0.1:9000"),
                d.allowedHosts(),
                d.capabilities(),
                d.unavailable(),
                d.formats(),
                d.quotas(),
                d.replyPolicies(),
                d.metrics(),
                d.idempotency(),
                d.visibilityWindow(),
                d.oauth(),
                d.accountKinds(),
                d.retention(),
                d.optionsSchema(),
                Map.of());
    }

    @Test
    void aNetworkThatPushesNothingIsLeftAlone() {
        calls.with(
                TestDescriptors.descriptor("loopback"),
                FakeNetworkPlugin.builder().build());
        assertThat(handle()).isEqualTo(Settlement.done());
        assertThat(standing().state()).isEqualTo(WebhookStanding.State.NONE);
    }

    @Test
    void unlinkingEndsItAndANetworkThatIsAwayDoesNotHinderThat() {
        handle();
        subscriptions("https://parvis.example").end(account);
        assertThat(hub.active).isFalse();
        assertThat(standing().state()).isEqualTo(WebhookStanding.State.NONE);

        handle();
        calls.failNext(new NetworkException(ErrorKind.TRANSIENT, "away"));
        subscriptions("https://parvis.example").end(account);
        assertThat(standing().state()).isEqualTo(WebhookStanding.State.NONE);
    }
}
