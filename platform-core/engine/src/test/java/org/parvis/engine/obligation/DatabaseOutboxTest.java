package org.parvis.engine.obligation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.PageRequest;
import org.parvis.api.network.ObligationState;
import org.parvis.api.network.ObligationView;
import org.parvis.api.network.OutboxService;
import org.parvis.engine.FakeNetworks;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.LeaseLostException;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Settlement;
import org.parvis.engine.trace.HandlingObserver;
import org.parvis.model.AccountId;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.NetworkException;
import org.parvis.store.Database;
import org.parvis.store.TestDatabase;

class DatabaseOutboxTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine");

    private static final List<Database> CONNECTIONS = new ArrayList<>();
    private static final AtomicInteger TURN = new AtomicInteger();
    private static final NetworkId NETWORK = new NetworkId("loopback");
    private static final OutboxSettings QUICK =
            new OutboxSettings(Duration.ofMillis(200), 100, Duration.ofMinutes(2), 8, 3, Duration.ofSeconds(1));

    private final WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
    private final FakeNetworks networks = new FakeNetworks();
    private final List<DatabaseOutbox> nodes = new ArrayList<>();
    private final AtomicBoolean complete = new AtomicBoolean(true);
    private final AtomicInteger incompleteLooks = new AtomicInteger();
    private HandlingObserver observer = HandlingObserver.NOBODY;

    @BeforeEach
    void empty() {
        DATABASE.truncate("engine.obligation", "engine.obligation_lease");
        networks.set(NETWORK, NetworkState.READY);
    }

    @AfterEach
    void stop() {
        nodes.forEach(DatabaseOutbox::stop);
    }

    /** Two nodes' connections, by turns; each has its own, but not each test anew. */
    private static Database nodeDatabase() {
        if (CONNECTIONS.size() < 2) {
            CONNECTIONS.add(DATABASE.anotherNode());
        }
        return CONNECTIONS.get(TURN.getAndIncrement() % CONNECTIONS.size());
    }

    private DatabaseOutbox node() {
        return node(QUICK, Clock.systemUTC());
    }

    private DatabaseOutbox node(OutboxSettings settings, Clock clock) {
        return node(nodeDatabase(), settings, clock);
    }

    private DatabaseOutbox node(Database database, OutboxSettings settings, Clock clock) {
        DatabaseOutbox outbox =
                new DatabaseOutbox(database, clock, networks, this::complete, settings, new Random(1), observer);
        nodes.add(outbox);
        return outbox;
    }

    private NewObligation work(String key, String lane, Instant due) {
        return new NewObligation("test.work", key, lane, workspace, null, null, "{}", due);
    }

    private NewObligation work(String key) {
        return work(key, key, Instant.now());
    }

    private interface Handling {
        Settlement handle(Obligation obligation, Lease lease) throws Exception;
    }

    private static ObligationHandler handler(Handling handling) {
        return new ObligationHandler() {
            @Override
            public Set<String> kinds() {
                return Set.of("test.work");
            }

            @Override
            public Settlement handle(Obligation obligation, Lease lease) throws Exception {
                return handling.handle(obligation, lease);
            }
        };
    }

    private static long rows() {
        return DATABASE.database().inSystem(handle -> count(handle, "engine.obligation"));
    }

    private static long leases() {
        return DATABASE.database().inSystem(handle -> count(handle, "engine.obligation_lease"));
    }

    private static long count(Handle handle, String table) {
        return handle.createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one();
    }

    private static List<ObligationView> list(DatabaseOutbox outbox, ObligationState state) {
        return outbox.obligations(new OutboxService.Query(state, null, PageRequest.first()))
                .items();
    }

    @Test
    void whatIsAddedIsHandledOnceAndGone() {
        BlockingQueue<Obligation> handled = new LinkedBlockingQueue<>();
        DatabaseOutbox outbox = node();
        outbox.bindHandler(handler((obligation, lease) -> {
            handled.add(obligation);
            return Settlement.done();
        }));

        UUID id = outbox.add(work("one"));

        await().until(() -> rows() == 0);
        assertThat(handled).singleElement().satisfies(obligation -> {
            assertThat(obligation.id()).isEqualTo(id);
            assertThat(obligation.attempt()).isEqualTo(1);
            assertThat(obligation.workspace()).isEqualTo(workspace);
        });
        assertThat(leases()).isZero();
    }

    /** Calls to networks are told on the thread that makes them: only so it is known what they are a part of. */
    @Test
    void whoeverWatchesIsToldOfEachHandlingOnItsThreadAndWhatBecameOfIt() {
        Map<String, Thread> begun = new ConcurrentHashMap<>();
        Map<String, List<Object>> ended = new ConcurrentHashMap<>();
        observer = new HandlingObserver() {
            @Override
            public void begins(Obligation obligation, String subject) {
                begun.put(obligation.key(), Thread.currentThread());
            }

            @Override
            public void ended(Obligation obligation, @Nullable Settlement settlement) {
                ended.put(
                        obligation.key(),
                        Arrays.asList(begun.get(obligation.key()) == Thread.currentThread(), settlement));
            }
        };
        Database database = nodeDatabase();
        DatabaseOutbox outbox = node(database, QUICK, Clock.systemUTC());
        Map<String, Thread> handled = new ConcurrentHashMap<>();
        outbox.bindHandler(handler((obligation, lease) -> {
            handled.put(obligation.key(), Thread.currentThread());
            switch (obligation.key()) {
                case "itself" -> {
                    database.useWorkspace(workspace, handle -> lease.settle(new Settlement.Dead("no more")));
                    return Settlement.settled();
                }
                case "lost" -> throw new LeaseLostException();
                case "fails" -> throw new NetworkException(ErrorKind.TRANSIENT, "away");
                default -> {
                    return Settlement.done();
                }
            }
        }));

        outbox.addAll(List.of(work("done"), work("itself"), work("lost"), work("fails")));

        await().until(() -> ended.size() == 4);
        assertThat(begun).isEqualTo(handled);
        assertThat(ended.get("done")).containsExactly(true, Settlement.done());
        assertThat(ended.get("itself")).containsExactly(true, new Settlement.Dead("no more"));
        assertThat(ended.get("lost")).containsExactly(true, null);
        assertThat(ended.get("fails").get(1))
                .isInstanceOfSatisfying(
                        Settlement.Again.class,
                        again -> assertThat(again.counts()).isTrue());
    }

    @Test
    void addingTheSameKeyTwiceKeepsTheFirst() {
        DatabaseOutbox outbox = node();
        Instant later = Instant.now().plus(Duration.ofHours(1));
        UUID first = outbox.add(work("one", "one", later));

        assertThat(outbox.add(work("one", "one", later))).isEqualTo(first);
        outbox.addAll(List.of(work("one", "one", later), work("two", "two", later)));
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void whatIsRolledBackIsNeverHandled() {
        AtomicInteger handled = new AtomicInteger();
        Database database = nodeDatabase();
        DatabaseOutbox outbox = node(database, QUICK, Clock.systemUTC());
        outbox.bindHandler(handler((obligation, lease) -> {
            handled.incrementAndGet();
            return Settlement.done();
        }));
        assertThatThrownBy(() -> database.useWorkspace(workspace, handle -> {
                    outbox.add(work("gone"));
                    throw new IllegalArgumentException("roll back");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        outbox.add(work("kept"));

        await().until(() -> handled.get() > 0);
        await().until(() -> rows() == 0);
        assertThat(handled).hasValue(1);
    }

    @Test
    void twoNodesHandleFiveThousandOnceEach() {
        Map<String, Integer> times = new ConcurrentHashMap<>();
        List<NewObligation> all = IntStream.range(0, 5_000)
                .mapToObj(i -> work("k" + i, "lane" + i % 700, Instant.now()))
                .toList();
        node().addAll(all);
        for (int i = 0; i < 2; i++) {
            node().bindHandler(handler((obligation, lease) -> {
                times.merge(obligation.key(), 1, Integer::sum);
                return Settlement.done();
            }));
        }

        await().atMost(30, TimeUnit.SECONDS).until(() -> rows() == 0);
        assertThat(times)
                .hasSize(5_000)
                .allSatisfy((key, count) -> assertThat(count).isEqualTo(1));
        assertThat(leases()).isZero();
    }

    @Test
    void aLaneKeepsItsOrderAcrossNodesAndNeverRunsBesideItself() {
        Map<String, List<Integer>> order = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        AtomicInteger overlaps = new AtomicInteger();
        Instant start = Instant.now().minusSeconds(10);
        List<NewObligation> all = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            all.add(work("k" + i, "lane" + i % 6, start.plusMillis(i)));
        }
        Collections.shuffle(all, new Random(7));
        node().addAll(all);
        for (int i = 0; i < 2; i++) {
            node().bindHandler(handler((obligation, lease) -> {
                int number = Integer.parseInt(obligation.key().substring(1));
                String lane = "lane" + number % 6;
                if (running.computeIfAbsent(lane, l -> new AtomicInteger()).incrementAndGet() > 1) {
                    overlaps.incrementAndGet();
                }
                order.computeIfAbsent(lane, l -> Collections.synchronizedList(new ArrayList<>()))
                        .add(number);
                running.get(lane).decrementAndGet();
                return Settlement.done();
            }));
        }

        await().atMost(30, TimeUnit.SECONDS).until(() -> rows() == 0);
        assertThat(overlaps).hasValue(0);
        assertThat(order)
                .hasSize(6)
                .allSatisfy((lane, numbers) -> assertThat(numbers).hasSize(100).isSorted());
    }

    @Test
    void anotherNodeTakesOverWhenALeaseEndsAndTheFirstCannotSettle() throws Exception {
        OutboxSettings brief =
                new OutboxSettings(Duration.ofMillis(100), 10, Duration.ofMillis(600), 2, 3, Duration.ofDays(1));
        CountDownLatch hang = new CountDownLatch(1);
        AtomicReference<Throwable> refused = new AtomicReference<>();
        CountDownLatch began = new CountDownLatch(1);
        DatabaseOutbox first = node(new FrozenDatabase(nodeDatabase(), began), brief, Clock.systemUTC());
        first.bindHandler(handler((obligation, lease) -> {
            began.countDown();
            while (true) {
                try {
                    hang.await();
                    break;
                } catch (InterruptedException e) {
                    // A handler that will not end: it ignores that its lease is lost.
                }
            }
            try {
                lease.settle(Settlement.done());
            } catch (Throwable e) {
                refused.set(e);
            }
            return Settlement.settled();
        }));
        first.add(work("one"));
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();

        AtomicReference<Obligation> taken = new AtomicReference<>();
        CountDownLatch finish = new CountDownLatch(1);
        DatabaseOutbox second = node(brief, Clock.systemUTC());
        second.bindHandler(handler((obligation, lease) -> {
            taken.set(obligation);
            finish.await();
            lease.assertHeld();
            return Settlement.done();
        }));

        await().until(() -> taken.get() != null);
        assertThat(taken.get().attempt()).isEqualTo(2);
        hang.countDown();
        await().until(() -> refused.get() != null);
        assertThat(refused.get()).isInstanceOf(LeaseLostException.class);
        assertThat(rows()).isEqualTo(1);
        finish.countDown();
        await().until(() -> rows() == 0);
    }

    @Test
    void aLeaseIsRenewedWhileItsHandlerRuns() throws Exception {
        OutboxSettings brief =
                new OutboxSettings(Duration.ofMillis(100), 10, Duration.ofMillis(800), 2, 3, Duration.ofDays(1));
        AtomicInteger handled = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            node(brief, Clock.systemUTC()).bindHandler(handler((obligation, lease) -> {
                handled.incrementAndGet();
                Instant began = Instant.now();
                // Longer than two leases; only time itself can show that nobody takes over.
                while (Instant.now().isBefore(began.plusMillis(2_000))) {
                    over.await(50, TimeUnit.MILLISECONDS);
                }
                lease.assertHeld();
                return Settlement.done();
            }));
        }
        nodes.get(0).add(work("long"));
        await().until(() -> handled.get() > 0);
        await().until(() -> rows() == 0);
        assertThat(handled).hasValue(1);
    }

    @Test
    void whatAHandlerSettlesInItsTransactionIsCommittedWithIt() {
        Database database = nodeDatabase();
        DatabaseOutbox outbox = node(database, QUICK, Clock.systemUTC());
        AtomicInteger attempts = new AtomicInteger();
        outbox.bindHandler(handler((obligation, lease) -> {
            database.useWorkspace(workspace, handle -> {
                lease.settle(Settlement.done());
                outbox.add(work("follow-up", "far", Instant.now().plusSeconds(3_600)));
                if (attempts.incrementAndGet() == 1) {
                    throw new IllegalStateException("the first time it fails after settling");
                }
            });
            return Settlement.settled();
        }));
        outbox.add(work("one"));
        await().until(() -> attempts.get() == 1);
        await().until(() -> list(outbox, ObligationState.READY).stream().anyMatch(o -> o.attempt() == 1));
        assertThat(rows()).isEqualTo(1);

        assertThat(outbox.reschedule(workspace, "test.work", "one", Instant.now()))
                .isTrue();
        await().until(() -> attempts.get() == 2);
        await().untilAsserted(() -> assertThat(list(outbox, ObligationState.READY))
                .extracting(ObligationView::key)
                .containsExactly("follow-up"));
    }

    @Test
    void afterTooManyAttemptsOverTooLongATimeItIsGivenUpAndCanBeRetried() {
        OutboxSettings strict =
                new OutboxSettings(Duration.ofMillis(100), 10, Duration.ofMinutes(2), 2, 3, Duration.ofMillis(1));
        AtomicInteger attempts = new AtomicInteger();
        DatabaseOutbox outbox = node(strict, Clock.systemUTC());
        outbox.bindHandler(handler((obligation, lease) -> {
            attempts.incrementAndGet();
            return new Settlement.Again(Instant.now(), true, "no luck");
        }));
        UUID id = outbox.add(work("one"));

        await().until(() -> !list(outbox, ObligationState.DEAD).isEmpty());
        assertThat(attempts).hasValue(3);
        assertThat(outbox.obligation(id))
                .hasValueSatisfying(dead -> assertThat(dead.reason()).isEqualTo("Given up after 3 attempts: no luck"));
        outbox.add(work("one", "one", Instant.now().plusSeconds(3_600)));
        assertThat(outbox.retry(id)).as("another has taken its place").isFalse();
        outbox.withdraw(workspace, "test.work", "one");
        assertThat(outbox.retry(id)).isTrue();
        await().until(() -> attempts.get() == 6);
        await().until(() -> !list(outbox, ObligationState.DEAD).isEmpty());
        assertThat(outbox.purgeDead(Instant.now().plusSeconds(60))).isEqualTo(1);
    }

    @Test
    void whatThrowsIsTriedAgainLater() {
        SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
        AtomicInteger attempts = new AtomicInteger();
        DatabaseOutbox outbox = node(QUICK, clock);
        outbox.bindHandler(handler((obligation, lease) -> {
            if (attempts.incrementAndGet() == 1) {
                throw new StackOverflowError();
            }
            return Settlement.done();
        }));
        outbox.add(work("one", "one", clock.instant()));
        await().until(() -> list(outbox, ObligationState.READY).stream().anyMatch(o -> o.attempt() == 1));
        ObligationView waiting = list(outbox, ObligationState.READY).get(0);
        assertThat(waiting.reason()).contains("StackOverflowError");
        assertThat(waiting.due())
                .isBetween(clock.instant().plusSeconds(3), clock.instant().plusSeconds(7));

        clock.step(Duration.ofSeconds(10));
        await().until(() -> rows() == 0);
    }

    @Test
    void workOfAnAbsentNetworkWaitsUntouchedAndGoesOnWhenItIsBack() {
        networks.set(NETWORK, NetworkState.QUARANTINED);
        AtomicInteger handled = new AtomicInteger();
        DatabaseOutbox outbox = node();
        outbox.bindHandler(handler((obligation, lease) -> {
            handled.incrementAndGet();
            return Settlement.done();
        }));
        outbox.add(new NewObligation("test.work", "one", "one", workspace, null, NETWORK, "{}", Instant.now()));
        outbox.add(work("other"));
        await().until(() -> rows() == 1);
        assertThat(handled).hasValue(1);

        networks.set(NETWORK, NetworkState.READY);
        await().until(() -> rows() == 0);
    }

    @Test
    void whoWantsToKnowIsToldOnceThatItsNetworkIsAwayAndGoesOnWhenItIsBack() {
        networks.set(NETWORK, NetworkState.ABSENT);
        List<String> handled = new CopyOnWriteArrayList<>();
        DatabaseOutbox outbox = node();
        outbox.bindHandler(new ObligationHandler() {
            @Override
            public Set<String> kinds() {
                return Set.of("test.work", "test.told");
            }

            @Override
            public Set<String> toldOfAbsence() {
                return Set.of("test.told");
            }

            @Override
            public Settlement handle(Obligation obligation, Lease lease) {
                handled.add(obligation.kind());
                return networks.network(NETWORK).orElseThrow().state() == NetworkState.READY
                        ? Settlement.done()
                        : new Settlement.Waiting(Settlement.WaitingFor.NETWORK, "It is away");
            }
        });
        outbox.add(new NewObligation("test.work", "one", "one", workspace, null, NETWORK, "{}", Instant.now()));
        outbox.add(new NewObligation("test.told", "two", "two", workspace, null, NETWORK, "{}", Instant.now()));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> list(outbox, ObligationState.WAITING).stream()
                        .anyMatch(view -> view.reason().equals("It is away")));
        assertThat(handled).containsExactly("test.told");

        networks.set(NETWORK, NetworkState.READY);
        await().until(() -> rows() == 0);
        assertThat(handled).containsExactlyInAnyOrder("test.told", "test.told", "test.work");
    }

    @Test
    void nothingIsHandledUntilEverybodyIsThereWhoHasToHearOfIt() {
        complete.set(false);
        AtomicBoolean heard = new AtomicBoolean(true);
        DatabaseOutbox outbox = node();
        outbox.bindHandler(handler((obligation, lease) -> {
            heard.compareAndSet(true, complete.get());
            return Settlement.done();
        }));
        outbox.add(new NewObligation("test.work", "one", "one", workspace, null, NETWORK, "{}", Instant.now()));
        outbox.add(work("other"));
        // The second look follows the first that found nobody complete.
        int looks = incompleteLooks.get();
        await().until(() -> incompleteLooks.get() >= looks + 2);
        assertThat(rows()).isEqualTo(2);

        complete.set(true);
        await().until(() -> rows() == 0);
        assertThat(heard).isTrue();
    }

    private boolean complete() {
        if (!complete.get()) {
            incompleteLooks.incrementAndGet();
        }
        return complete.get();
    }

    @Test
    void whatWaitsForAPersonGoesOnWhenTheAccountWorks() {
        AccountId account = new AccountId(UUID.randomUUID());
        AtomicInteger attempts = new AtomicInteger();
        DatabaseOutbox outbox = node();
        outbox.bindHandler(handler((obligation, lease) -> attempts.incrementAndGet() == 1
                ? new Settlement.Waiting(Settlement.WaitingFor.PERSON, "Link the account again.")
                : Settlement.done()));
        outbox.add(new NewObligation("test.work", "one", "one", workspace, account, NETWORK, "{}", Instant.now()));
        await().until(() -> list(outbox, ObligationState.WAITING).size() == 1);

        outbox.accountWorks(workspace, account);
        await().until(() -> rows() == 0);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void whatWaitsForABudgetGoesOnWhenItIsRaised() {
        AtomicInteger attempts = new AtomicInteger();
        DatabaseOutbox outbox = node();
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        outbox.bindHandler(handler((obligation, lease) -> attempts.incrementAndGet() == 1
                ? new Settlement.Again(tomorrow, false, "used up", Settlement.WaitingFor.QUOTA)
                : Settlement.done()));
        outbox.add(new NewObligation("test.work", "one", "one", workspace, null, NETWORK, "{}", Instant.now()));
        outbox.add(new NewObligation("test.work", "later", "later", workspace, null, NETWORK, "{}", tomorrow));
        await().until(() -> list(outbox, ObligationState.READY).stream()
                .anyMatch(each -> each.key().equals("one") && each.reason().equals("used up")));

        outbox.budgetRaised(new NetworkId("another"));
        outbox.budgetRaised(NETWORK);
        await().untilAsserted(() -> assertThat(list(outbox, ObligationState.READY))
                .as("what is only due later stays")
                .extracting(ObligationView::key)
                .containsExactly("later"));
        assertThat(attempts).hasValue(2);
    }

    @Test
    void aStepOfTheClockMakesDueAtOnce() {
        SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
        DatabaseOutbox outbox = node(
                new OutboxSettings(Duration.ofMinutes(5), 10, Duration.ofMinutes(2), 2, 3, Duration.ofDays(1)), clock);
        outbox.bindHandler(handler((obligation, lease) -> Settlement.done()));
        await().until(() -> outbox.status().claiming());
        outbox.add(work("tomorrow", "tomorrow", clock.instant().plus(Duration.ofDays(1))));
        assertThat(rows()).isEqualTo(1);

        clock.step(Duration.ofDays(1));
        await().until(() -> rows() == 0);
    }

    @Test
    void nothingIsHandledBeforeItsTimeAndLittleAfter() {
        Map<String, Instant> seen = new ConcurrentHashMap<>();
        DatabaseOutbox outbox = node();
        outbox.bindHandler(handler((obligation, lease) -> {
            seen.put(obligation.key(), Instant.now());
            return Settlement.done();
        }));
        Instant start = Instant.now().plusMillis(1_500);
        Map<String, Instant> due = new ConcurrentHashMap<>();
        List<NewObligation> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Instant time = start.plusMillis(i * 5L);
            due.put("k" + i, time);
            all.add(work("k" + i, "k" + i, time));
        }
        outbox.addAll(all);
        await().until(() -> rows() == 0);

        List<Duration> late = seen.entrySet().stream()
                .map(each -> Duration.between(due.get(each.getKey()), each.getValue()))
                .sorted()
                .toList();
        assertThat(late).hasSize(200).noneMatch(Duration::isNegative);
        System.err.println("lateness p50 " + late.get(100) + ", p99 " + late.get(197) + ", max " + late.get(199));
        assertThat(late.get(197)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void withdrawnIsGoneAndWhatIsBeingHandledIsNotWithdrawn() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        DatabaseOutbox outbox = node();
        outbox.bindHandler(handler((obligation, lease) -> {
            began.countDown();
            finish.await();
            return Settlement.done();
        }));
        outbox.add(work("later", "later", Instant.now().plusSeconds(3_600)));
        assertThat(outbox.withdraw(workspace, "test.work", "later")).isTrue();
        assertThat(outbox.withdraw(workspace, "test.work", "later")).isFalse();

        outbox.add(work("running"));
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(outbox.withdraw(workspace, "test.work", "running")).isFalse();
        assertThat(outbox.reschedule(workspace, "test.work", "running", Instant.now()))
                .isFalse();
        finish.countDown();
        await().until(() -> rows() == 0);
    }

    @Test
    void withdrawingAnAccountTakesTheLeaseFromWhatIsRunning() throws Exception {
        AccountId account = new AccountId(UUID.randomUUID());
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        AtomicReference<Throwable> refused = new AtomicReference<>();
        DatabaseOutbox outbox = node();
        outbox.bindHandler(handler((obligation, lease) -> {
            began.countDown();
            finish.await();
            try {
                lease.assertHeld();
            } catch (LeaseLostException e) {
                refused.set(e);
                throw e;
            }
            return Settlement.done();
        }));
        outbox.add(new NewObligation("test.work", "one", "one", workspace, account, NETWORK, "{}", Instant.now()));
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
        outbox.withdrawAll(workspace, account);
        finish.countDown();
        await().until(() -> refused.get() != null);
        assertThat(rows()).isZero();
    }

    @Test
    void aCleanStopGivesBackWhatItHasNotBegun() throws Exception {
        OutboxSettings single =
                new OutboxSettings(Duration.ofMillis(100), 50, Duration.ofMinutes(2), 1, 3, Duration.ofDays(1));
        CountDownLatch began = new CountDownLatch(1);
        DatabaseOutbox outbox = node(single, Clock.systemUTC());
        outbox.bindHandler(handler((obligation, lease) -> {
            began.countDown();
            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
            return Settlement.done();
        }));
        outbox.addAll(IntStream.range(0, 20).mapToObj(i -> work("k" + i)).toList());
        assertThat(began.await(10, TimeUnit.SECONDS)).isTrue();
        outbox.stop();
        nodes.clear();

        assertThat(leases()).isZero();
        assertThat(rows()).isBetween(15L, 19L);
    }

    @Test
    void aHandlerThatHangsOnOneNetworkLeavesThreadsToTheOthers() {
        NetworkId hanging = new NetworkId("hanging");
        networks.set(hanging, NetworkState.READY);
        AtomicInteger healthy = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        DatabaseOutbox outbox = node();
        outbox.bindHandler(handler((obligation, lease) -> {
            if (hanging.equals(obligation.network())) {
                over.await();
            } else {
                healthy.incrementAndGet();
            }
            return Settlement.done();
        }));
        List<NewObligation> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(new NewObligation("test.work", "h" + i, "h" + i, workspace, null, hanging, "{}", Instant.now()));
        }
        for (int i = 0; i < 50; i++) {
            all.add(new NewObligation("test.work", "g" + i, "g" + i, workspace, null, NETWORK, "{}", Instant.now()));
        }
        outbox.addAll(all);
        await().until(() -> healthy.get() == 50);
        over.countDown();
        await().until(() -> rows() == 0);
    }

    @Test
    void theConsoleSeesPagesInOrder() {
        DatabaseOutbox outbox = node();
        networks.set(NETWORK, NetworkState.QUARANTINED);
        Instant start = Instant.now().plusSeconds(3_600);
        List<NewObligation> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            NetworkId network = i % 2 == 0 ? NETWORK : null;
            all.add(new NewObligation("test.work", "k" + i, "k", workspace, null, network, "{}", start.plusSeconds(i)));
        }
        outbox.addAll(all);
        List<String> keys = new ArrayList<>();
        String next = null;
        do {
            var page =
                    outbox.obligations(new OutboxService.Query(ObligationState.READY, null, new PageRequest(next, 3)));
            page.items().forEach(item -> keys.add(item.key()));
            next = page.next();
        } while (next != null);
        assertThat(keys).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6");
        assertThat(outbox.obligations(new OutboxService.Query(ObligationState.READY, NETWORK, PageRequest.first()))
                        .items())
                .hasSize(4);
    }

    /** With old statistics the planner once walked along everything that was ready, for each claim. */
    @Test
    void aClaimFindsItsRowsByTheirKey() {
        node().addAll(IntStream.range(0, 2_000)
                .mapToObj(i -> work("k" + i, "k" + i, Instant.now().plusSeconds(3_600)))
                .toList());
        String plan = DATABASE.database()
                .inSystem(handle -> Sql.byIndex(handle, connection -> {
                    List<UUID> ids = handle.createQuery("select id from engine.obligation limit 100")
                            .mapTo(UUID.class)
                            .list();
                    StringBuilder text = new StringBuilder();
                    try (var statement = connection.prepareStatement("explain " + ObligationTable.CLAIM)) {
                        statement.setArray(1, ObligationTable.uuids(connection, ids));
                        statement.setObject(2, ObligationTable.offset(Instant.now()));
                        statement.setString(3, "node");
                        statement.setLong(4, 1_000);
                        try (var rows = statement.executeQuery()) {
                            while (rows.next()) {
                                text.append(rows.getString(1)).append('\n');
                            }
                        }
                    }
                    return text.toString();
                }));
        assertThat(plan).contains("using obligation_pkey on obligation o").doesNotContain("Seq Scan");
    }
}
