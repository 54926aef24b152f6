package org.parvis.engine.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.WebhookService;
import org.parvis.api.network.WebhookService.WebhookState;
import org.parvis.api.network.WebhookService.WebhookView;
import org.parvis.engine.FakeTokenServer;
import org.parvis.engine.RecordingAudit;
import org.parvis.engine.RecordingOutbox;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.Tenants;
import org.parvis.engine.call.FakeNetworkCalls;
import org.parvis.engine.call.FakeNetworkPlugin;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.engine.linkage.JdbiAccounts;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.standing.JdbiAccountStates;
import org.parvis.model.AccountId;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.store.TestDatabase;

class StoringWebhookIngressTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    private static final NetworkId NETWORK = new NetworkId("loopback");

    private final SteppedClock clock = new SteppedClock(Instant.parse("2026-03-01T00:00:00Z"));
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final RecordingAudit audit = new RecordingAudit();
    private final FakeTokenServer settings = new FakeTokenServer(TestDescriptors.descriptor("loopback"));
    private final FakeNetworkCalls calls = new FakeNetworkCalls(clock);
    private final List<String> received = new ArrayList<>();
    private StoringWebhookIngress ingress;
    private WebhookHandler handler;

    /** The body names the account; {@code poison} is not understood; the signature is the secret itself. */
    private static final class Receiver implements WebhookReceiver {
        @Override
        public Optional<WebhookReply> handshake(WebhookRequest request, String secret) {
            return request.parameter("challenge")
                    .map(value -> new WebhookReply("text/plain", value.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public boolean verify(WebhookRequest request, String secret) {
            return request.header("x-signature").filter(secret::equals).isPresent();
        }

        @Override
        public List<WebhookSignal> parse(WebhookRequest request) throws NetworkException {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            if (body.startsWith("poison")) {
                throw new NetworkException(ErrorKind.DEFECT, "not understood");
            }
            RemoteId account = new RemoteId(body.split(" ")[0]);
            return body.endsWith("revoked")
                    ? List.of(new WebhookSignal.AccountRevoked(account))
                    : List.of(new WebhookSignal.Resync(account, InboxFeed.MENTIONS));
        }
    }

    @BeforeEach
    void open() {
        DATABASE.truncate("engine.webhook", "engine.account");
        calls.with(
                TestDescriptors.descriptor("loopback"),
                FakeNetworkPlugin.builder().webhooks(new Receiver()).build());
        ingress = new StoringWebhookIngress(DATABASE.database(), outbox, calls, settings, audit, clock);
        handler = new WebhookHandler(
                DATABASE.database(),
                outbox,
                calls,
                new JdbiAccounts(DATABASE.database()),
                new JdbiAccountStates(DATABASE.database(), clock, audit, hint -> {}),
                clock);
        handler.bindReceiver((account, signals) -> received.add(account.handle() + " " + signals.size()));
    }

    @Test
    void whileASecretIsChangedBothAreGood() {
        assertThatThrownBy(() -> push("1 a", "before")).isInstanceOf(ProblemException.class);
        settings.earlierSecret = "before";

        push("1 b", "before");
        push("1 c", "webhook-secret");

        assertThat(states()).hasSize(2);
        assertThatThrownBy(() -> push("1 d", "neither")).isInstanceOf(ProblemException.class);
        settings.earlierSecret = "";
    }

    @AfterEach
    void close() {
        ingress.stop();
    }

    private void push(String body) {
        push(body, "webhook-secret");
    }

    private void push(String body, String signature) {
        ingress.receive(
                NETWORK,
                "POST",
                Map.of("x-signature", List.of(signature), "authorization", List.of("Bearer canary")),
                Map.of(),
                body.getBytes(StandardCharsets.UTF_8),
                "192.0.2.1");
    }

    private static List<String> states() {
        return DATABASE.database()
                .inSystem(handle -> handle.createQuery("select state from engine.webhook order by id")
                        .mapTo(String.class)
                        .list());
    }

    private List<NewObligation> batches() {
        return outbox.added.stream()
                .filter(o -> o.kind().equals("webhook.parse"))
                .toList();
    }

    private Settlement understand(NewObligation batch) {
        AtomicReference<Settlement> settled = new AtomicReference<>();
        Lease lease = new Lease() {
            @Override
            public void assertHeld() {}

            @Override
            public void settle(Settlement settlement) {
                settled.set(settlement);
            }
        };
        Settlement settlement = handler.handle(
                new Obligation(
                        UUID.randomUUID(),
                        batch.kind(),
                        batch.key(),
                        batch.workspace(),
                        null,
                        NETWORK,
                        "{}",
                        clock.instant(),
                        1),
                lease);
        return settlement instanceof Settlement.Settled ? settled.get() : settlement;
    }

    private void account(String handle, String remote) {
        Tenants tenants = Tenants.create(DATABASE);
        DATABASE.database()
                .useSystem(connection -> connection
                        .createUpdate("""
                        insert into engine.account
                            (id, workspace_id, brand_id, network, remote_id, handle, display_name, linked_at)
                        values (:id, :workspace, :brand, 'loopback', :remote, :handle, 'H', now())
                        """)
                        .bind("id", new AccountId(UUID.randomUUID()))
                        .bind("workspace", tenants.workspace())
                        .bind("brand", tenants.brand())
                        .bind("remote", remote)
                        .bind("handle", handle)
                        .execute());
    }

    @Test
    void whatIsPushedIsCommittedBeforeItIsAnsweredAndReachesEveryWorkspace() {
        account("one", "77");
        account("two", "77");
        push("77 hello");
        assertThat(states()).containsExactly("RECEIVED");
        assertThat(batches()).hasSize(1);

        assertThat(understand(batches().get(0))).isEqualTo(Settlement.done());
        assertThat(received).containsExactlyInAnyOrder("one 1", "two 1");
        assertThat(states()).containsExactly("UNDERSTOOD");
    }

    @Test
    void theSameBodyAHundredTimesIsOneRow() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(threads.submit(() -> push("77 again")));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(states()).hasSize(1);
        assertThat(batches()).hasSize(1);
    }

    @Test
    void manyAtOnceAreCommittedInFewGroups() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                all.add(threads.submit(() -> push("77 n" + number)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(states()).hasSize(1_000);
        assertThat(batches().size()).isLessThan(1_000);
    }

    @Test
    void aForgedRequestIsRefusedAndRecordedOncePerMinute() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> push("77 forged", "wrong"))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.FORBIDDEN));
        }
        assertThat(states()).isEmpty();
        assertThat(audit.entries()).containsExactly("webhook.forged network:loopback {count=1}");
        clock.step(Duration.ofMinutes(1));
        assertThatThrownBy(() -> push("77 forged", "wrong")).isInstanceOf(ProblemException.class);
        assertThat(audit.entries()).last().asString().contains("count=5");
    }

    @Test
    void tooLongABodyIsRefusedBeforeItIsChecked() {
        assertThatThrownBy(() -> push("x".repeat(StoringWebhookIngress.LONGEST_BODY + 1), "wrong"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.INVALID));
    }

    @Test
    void aChallengeIsAnsweredAndNotStored() {
        byte[] answer = ingress.receive(
                        NETWORK, "GET", Map.of(), Map.of("challenge", List.of("abc")), new byte[0], "192.0.2.1")
                .body();
        assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("abc");
        assertThat(states()).isEmpty();
    }

    @Test
    void aNetworkThatIsNotThereIsNotFound() {
        calls.without(NETWORK);
        assertThatThrownBy(() -> push("77"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_FOUND));
    }

    @Test
    void poisonIsParkedAfterThreeTriesAndHoldsNothingUp() {
        account("one", "77");
        push("poison \0 \uD83D\uDE00");
        push("77 fine");
        for (int i = 0; i < 3; i++) {
            batches().forEach(this::understand);
        }
        assertThat(states()).containsExactlyInAnyOrder("PARKED", "UNDERSTOOD");
        assertThat(received).containsExactly("one 1");
        batches().forEach(batch -> assertThat(understand(batch)).isEqualTo(Settlement.done()));
    }

    /** A batch is parsed in one call of the network, which one bad request ends for all. */
    @Test
    void theOthersOfABatchAreUnderstoodOnceWhenOneIsNot() {
        account("one", "77");
        push("77 before");
        push("poison");
        push("77 after");
        DATABASE.database()
                .useSystem(handle -> handle.createUpdate("update engine.webhook set batch_id = :batch")
                        .bind("batch", UUID.fromString(batches().get(0).key()))
                        .execute());

        assertThat(understand(batches().get(0))).isInstanceOf(Settlement.Again.class);
        assertThat(states()).containsExactly("UNDERSTOOD", "RECEIVED", "UNDERSTOOD");
        understand(batches().get(0));
        assertThat(received).containsExactly("one 1", "one 1");
    }

    @Test
    void whatWasParkedIsShownWithItsReasonAndUnderstoodAfterTheNetworkWasMended() {
        account("one", "77");
        push("poison");
        for (int i = 0; i < 3; i++) {
            batches().forEach(this::understand);
        }
        WebhookService service = new StoredWebhooks(DATABASE.database(), outbox, audit, clock);
        assertThat(service.webhooks(WebhookState.UNDERSTOOD, 10)).isEmpty();
        WebhookView parked = service.webhooks(WebhookState.PARKED, 10).get(0);
        assertThat(parked.reason()).contains("not understood");
        assertThat(parked.bytes()).isEqualTo(6);

        int before = batches().size();
        assertThat(service.replay(parked.id(), "Mara")).isTrue();
        assertThat(batches()).hasSize(before + 1);
        NewObligation again = batches().get(before);
        assertThat(service.webhooks(WebhookState.RECEIVED, 10))
                .singleElement()
                .satisfies(webhook -> assertThat(webhook.attempt()).isZero());
        DATABASE.database()
                .useSystem(handle -> handle.createUpdate("update engine.webhook set body = :body")
                        .bind("body", "77 mended".getBytes(StandardCharsets.UTF_8))
                        .execute());
        assertThat(understand(again)).isEqualTo(Settlement.done());
        assertThat(received).containsExactly("one 1");
        assertThat(service.replay(UUID.randomUUID(), "Mara")).isFalse();
    }

    @Test
    void aRevokedAccountNeedsLinking() {
        account("one", "77");
        push("77 revoked");
        understand(batches().get(0));
        assertThat(audit.entries()).singleElement().asString().contains("RELINK_REQUIRED");
    }

    @Test
    void credentialsInHeadersAreNotStoredAndOldRequestsAreForgotten() {
        push("77 hello");
        String headers = DATABASE.database()
                .inSystem(handle -> handle.createQuery("select headers from engine.webhook")
                        .mapTo(String.class)
                        .one());
        assertThat(headers).contains("x-signature").doesNotContain("canary");
        clock.step(Duration.ofDays(14).plusSeconds(1));
        NewObligation purge = outbox.added.get(0);
        assertThat(purge.kind()).isEqualTo("webhook.purge");
        assertThat(understand(purge))
                .isInstanceOfSatisfying(
                        Settlement.Again.class,
                        again -> assertThat(again.due())
                                .isEqualTo(clock.instant().plus(Duration.ofDays(1))));
        assertThat(states()).isEmpty();
    }
}
