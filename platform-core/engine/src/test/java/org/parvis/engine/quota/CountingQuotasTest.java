package org.parvis.engine.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parvis.api.hint.Hint;
import org.parvis.api.network.Purpose;
import org.parvis.api.network.QuotaState;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.QuotaRule;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaObservation;

class CountingQuotasTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Spender JO = spender("jo");
    private static final Spender KIM = spender("kim");

    private final SteppedClock clock = new SteppedClock(START);
    private final List<Hint> hints = new ArrayList<>();
    private final MemoryStore store = new MemoryStore();
    private final CountingQuotas quotas = new CountingQuotas(store, clock, hints::add);

    @AfterEach
    void close() {
        quotas.close();
    }

    @Test
    void aFixedWindowOpensWithTheFirstUseAndIsWholeAgainAtItsEnd() throws Exception {
        NetworkDescriptor network = network(rule("posts", "USER", 2, "FIXED", "PT15M", "posts.create", 1));
        use(network, JO, "posts.create");
        clock.step(Duration.ofMinutes(5));
        use(network, JO, "posts.create");

        NetworkException refused = refused(network, JO, "posts.create");
        assertThat(refused.kind()).isEqualTo(ErrorKind.RATE_LIMITED);
        assertThat(refused.retryAt()).contains(START.plus(Duration.ofMinutes(15)));
        assertThat(refused.bucket()).contains("posts");

        use(network, KIM, "posts.create");
        clock.step(Duration.ofMinutes(10));
        use(network, JO, "posts.create");
    }

    @Test
    void anApplicationsBudgetIsSharedByAllAccounts() throws Exception {
        NetworkDescriptor network = network(rule("posts", "APP", 2, "FIXED", "PT15M", "posts.create", 1));
        use(network, JO, "posts.create");
        use(network, KIM, "posts.create");

        assertThat(refused(network, JO, "posts.create").kind()).isEqualTo(ErrorKind.RATE_LIMITED);
    }

    @Test
    void aRollingWindowNeverLetsMoreThroughThanItsLimit() throws Exception {
        NetworkDescriptor network = network(rule("posts", "ACCOUNT", 50, "ROLLING", "PT24H", "posts.create", 1));
        List<Instant> uses = new ArrayList<>();
        for (int minute = 0; minute < 4 * 24 * 60; minute += 7) {
            try {
                use(network, JO, "posts.create");
                uses.add(clock.instant());
            } catch (NetworkException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
                assertThat(e.retryAt().orElseThrow()).isAfter(clock.instant());
            }
            clock.step(Duration.ofMinutes(7));
        }
        for (Instant from : uses) {
            long within = uses.stream()
                    .filter(at -> !at.isBefore(from) && at.isBefore(from.plus(Duration.ofHours(24))))
                    .count();
            assertThat(within).isLessThanOrEqualTo(50);
        }
        assertThat(uses.size()).as("and it does let them through").isGreaterThan(180);
    }

    @Test
    void aDailyWindowEndsAtMidnightInItsZone() throws Exception {
        NetworkDescriptor network = network("""
                {"bucket":"uploads","scope":"APP","limit":1,"window":{"kind":"DAILY","zone":"America/Los_Angeles"},
                 "costs":{"videos.insert":1},"unit":"calls"}""");
        use(network, JO, "videos.insert");

        NetworkException refused = refused(network, JO, "videos.insert");

        assertThat(refused.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        assertThat(refused.retryAt()).contains(Instant.parse("2026-03-02T08:00:00Z"));
        clock.step(Duration.ofHours(20));
        use(network, JO, "videos.insert");
    }

    @Test
    void whatTheNetworkSaysCounts() throws Exception {
        NetworkDescriptor network = network(rule("reads", "USER", 900, "FIXED", "PT15M", "posts.read", 1));
        Instant reset = START.plus(Duration.ofMinutes(3));
        quotas.observe(network, JO, List.of(new QuotaObservation("reads", QuotaRule.Scope.USER, 300, 1, reset)));
        use(network, JO, "posts.read");

        assertThat(refused(network, JO, "posts.read").retryAt()).contains(reset);
        assertThat(quotas.quotas()).singleElement().satisfies(state -> {
            assertThat(state.source()).isEqualTo(QuotaState.Source.OBSERVED);
            assertThat(state.limit()).isEqualTo(300);
            assertThat(state.remaining()).isZero();
            assertThat(state.subject()).isEqualTo("jo");
        });
        clock.step(Duration.ofMinutes(3));
        use(network, JO, "posts.read");
        assertThat(quotas.quotas()).extracting(QuotaState::remaining).containsExactly(299L);
    }

    @Test
    void pollingLeavesAFifthOfASharedBudgetToPublishingAndReplies() throws Exception {
        NetworkDescriptor network = network("""
                {"bucket":"units","scope":"APP","limit":100,"window":{"kind":"FIXED","length":"PT1H"},
                 "costs":{"list":1,"insert":10},"unit":"units"}""");
        for (int i = 0; i < 80; i++) {
            quotas.reserve(network, JO, "list", Purpose.POLLING, "job").spent();
        }

        NetworkException read = catchThrowableOfType(
                NetworkException.class, () -> quotas.reserve(network, JO, "list", Purpose.POLLING, "job"));
        assertThat(read).hasMessageContaining("kept for publishing and replies");
        quotas.reserve(network, JO, "insert", Purpose.PUBLISHING, "job").spent();
        quotas.reserve(network, JO, "list", Purpose.REPLIES, "job").spent();
    }

    @Test
    void whatIsUnderwayCountsAndWhatNeverLeftDoesNot() throws Exception {
        NetworkDescriptor network = network(rule("posts", "USER", 1, "FIXED", "PT15M", "posts.create", 1));
        Reservation first = quotas.reserve(network, JO, "posts.create", Purpose.PUBLISHING, "job");
        refused(network, JO, "posts.create");

        first.released();
        first.spent();
        use(network, JO, "posts.create");

        refused(network, JO, "posts.create");
    }

    @Test
    void aRefusalOfTheNetworkParksTheBucket() throws Exception {
        NetworkDescriptor network = network(rule("posts", "USER", 100, "FIXED", "PT15M", "posts.create", 1));
        quotas.park(network, JO, "posts", START.plus(Duration.ofHours(2)));

        assertThat(refused(network, JO, "posts.create").retryAt()).contains(START.plus(Duration.ofHours(2)));
        use(network, KIM, "posts.create");
    }

    @Test
    void eightyPercentAreHintedOncePerWindow() throws Exception {
        NetworkDescriptor network = network(rule("posts", "USER", 10, "FIXED", "PT15M", "posts.create", 1));
        for (int i = 0; i < 10; i++) {
            use(network, JO, "posts.create");
        }
        assertThat(hints).singleElement().satisfies(hint -> {
            assertThat(hint.topic()).isEqualTo(Hint.QUOTA);
            assertThat(hint.subject()).isEqualTo("birdsong/posts");
        });
        clock.step(Duration.ofMinutes(15));
        for (int i = 0; i < 8; i++) {
            use(network, JO, "posts.create");
        }
        assertThat(hints).hasSize(2);
    }

    @Test
    void aRestartForgetsNothingThatWasSaved() throws Exception {
        NetworkDescriptor network = network(rule("posts", "USER", 2, "FIXED", "PT15M", "posts.create", 1) + ","
                + rule("day", "ACCOUNT", 3, "ROLLING", "PT24H", "posts.create", 1));
        use(network, JO, "posts.create");
        use(network, JO, "posts.create");
        quotas.save();
        int saves = store.saved;
        quotas.save();
        assertThat(store.saved).as("nothing changed, nothing written").isEqualTo(saves);

        CountingQuotas restarted = new CountingQuotas(store, clock, hint -> {});
        restarted.save();
        assertThat(catchThrowableOfType(
                        NetworkException.class,
                        () -> restarted.reserve(network, JO, "posts.create", Purpose.PUBLISHING, "job")))
                .isNotNull();
        clock.step(Duration.ofMinutes(15));
        restarted
                .reserve(network, JO, "posts.create", Purpose.PUBLISHING, "job")
                .spent();
        NetworkException exhausted = catchThrowableOfType(
                NetworkException.class,
                () -> restarted.reserve(network, JO, "posts.create", Purpose.PUBLISHING, "job"));
        assertThat(exhausted.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        restarted.close();
    }

    @Test
    void aKilledPlatformCountsWhatWasOnItsWayOverADay() throws Exception {
        NetworkDescriptor network = network("""
                {"bucket":"uploads","scope":"APP","limit":3,"window":{"kind":"DAILY","zone":"America/Los_Angeles"},
                 "costs":{"videos.insert":1},"unit":"calls"}""");
        use(network, JO, "videos.insert");
        quotas.reserve(network, JO, "videos.insert", Purpose.PUBLISHING, "job");
        quotas.save();

        CountingQuotas restarted = new CountingQuotas(store, clock, hint -> {});
        restarted.save();
        restarted
                .reserve(network, KIM, "videos.insert", Purpose.PUBLISHING, "job")
                .spent();
        assertThat(catchThrowableOfType(
                        NetworkException.class,
                        () -> restarted.reserve(network, KIM, "videos.insert", Purpose.PUBLISHING, "job")))
                .as("two had perhaps left before, one after")
                .isNotNull();
        restarted.close();
    }

    @Test
    void figuresLeaveAsMuchAgainToPolling() throws Exception {
        NetworkDescriptor network = network(units(100));
        for (int i = 0; i < 60; i++) {
            quotas.reserve(network, JO, "list", Purpose.METRICS, "job").spent();
        }
        assertThat(refusedFor(network, JO, "list", Purpose.METRICS)).hasMessageContaining("kept for");
        quotas.reserve(network, JO, "list", Purpose.POLLING, "job").spent();
    }

    @Test
    void aReserveThatIsSetReplacesTheUsualOne() throws Exception {
        NetworkDescriptor network = network(units(100));
        LimitRecord.Key key = new LimitRecord.Key(network.id(), "units", QuotaRule.Scope.APP);
        quotas.limitChanged(key, new LimitRecord(key, null, 50, "kim", START));
        for (int i = 0; i < 50; i++) {
            quotas.reserve(network, JO, "list", Purpose.POLLING, "job").spent();
        }
        refusedFor(network, JO, "list", Purpose.POLLING);
        assertThat(quotas.quotas()).singleElement().satisfies(state -> {
            assertThat(state.reserve()).isEqualTo(50);
            assertThat(state.spent()).containsExactlyEntriesOf(Map.of(Purpose.POLLING, 50L));
        });
    }

    @Test
    void nobodyGetsWhatOthersStillWantOfTheirShares() throws Exception {
        NetworkDescriptor network = network(units(100));
        quotas.reserve(network, KIM, "list", Purpose.POLLING, "kim").spent();
        int had = 0;
        while (had < 100) {
            try {
                quotas.reserve(network, JO, "list", Purpose.POLLING, "jo").spent();
                had++;
            } catch (NetworkException refused) {
                assertThat(refused).hasMessageContaining("this account's share");
                break;
            }
        }
        assertThat(had).as("half of what is not reserved").isEqualTo(40);
        clock.step(Duration.ofMinutes(30));
        quotas.reserve(network, JO, "list", Purpose.POLLING, "jo").spent();
        for (int i = 0; i < 19; i++) {
            quotas.reserve(network, KIM, "list", Purpose.POLLING, "kim").spent();
        }
    }

    @Test
    void oneAccountsAnswersDoNotTakeTheReserveFromTheOthersPosts() throws Exception {
        NetworkDescriptor network = network(units(100));
        quotas.reserve(network, KIM, "insert", Purpose.PUBLISHING, "kim").spent();
        quotas.reserve(network, spender("lee"), "list", Purpose.POLLING, "lee").spent();
        int answers = 0;
        while (answers < 10) {
            try {
                quotas.reserve(network, JO, "insert", Purpose.REPLIES, "jo").spent();
                answers++;
            } catch (NetworkException refused) {
                break;
            }
        }
        assertThat(answers).isGreaterThanOrEqualTo(7);
        quotas.reserve(network, spender("lee"), "insert", Purpose.PUBLISHING, "lee")
                .spent();
    }

    @Test
    void aLimitThatIsSetCountsFromThenOnAndAfterARestart() throws Exception {
        NetworkDescriptor network = network(rule("posts", "USER", 5, "FIXED", "PT15M", "posts.create", 1));
        LimitRecord.Key key = new LimitRecord.Key(network.id(), "posts", QuotaRule.Scope.USER);
        LimitRecord lower = new LimitRecord(key, 2L, null, "kim", START);
        use(network, JO, "posts.create");
        store.setLimit(lower);
        quotas.limitChanged(key, lower);
        use(network, JO, "posts.create");
        refused(network, JO, "posts.create");
        assertThat(quotas.quotas())
                .singleElement()
                .satisfies(state -> assertThat(state.overridden()).isTrue());
        quotas.save();

        CountingQuotas restarted = new CountingQuotas(store, clock, hint -> {});
        restarted.save();
        assertThat(catchThrowableOfType(
                        NetworkException.class,
                        () -> restarted.reserve(network, JO, "posts.create", Purpose.PUBLISHING, "job")))
                .isNotNull();
        restarted.limitChanged(key, null);
        restarted
                .reserve(network, JO, "posts.create", Purpose.PUBLISHING, "job")
                .spent();
        restarted.close();
    }

    @Test
    void ofALargerLimitTheShareCountsThatTheNetworkSaysIsUsed() throws Exception {
        NetworkDescriptor network = network(rule("reads", "USER", 100, "FIXED", "PT15M", "posts.read", 1));
        LimitRecord.Key key = new LimitRecord.Key(network.id(), "reads", QuotaRule.Scope.USER);
        quotas.limitChanged(key, new LimitRecord(key, 1000L, null, "kim", START));
        Instant reset = START.plus(Duration.ofMinutes(3));
        quotas.observe(network, JO, List.of(new QuotaObservation("reads", QuotaRule.Scope.USER, 100, 40, reset)));

        assertThat(quotas.quotas()).extracting(QuotaState::remaining).containsExactly(400L);
        quotas.observe(network, JO, List.of(new QuotaObservation("reads", QuotaRule.Scope.USER, 100, 0, reset)));
        refused(network, JO, "posts.read");
    }

    @Test
    void whatCouldNotBeStoredIsStoredLater() throws Exception {
        NetworkDescriptor network = network(rule("posts", "USER", 5, "FIXED", "PT15M", "posts.create", 1));
        use(network, JO, "posts.create");
        store.away = true;
        quotas.save();
        store.away = false;
        quotas.save();

        assertThat(store.records).hasSize(1);
    }

    private static String units(long limit) {
        return String.format(Locale.ROOT, """
                {"bucket":"units","scope":"APP","limit":%d,"window":{"kind":"FIXED","length":"PT1H"},
                 "costs":{"list":1,"insert":10},"unit":"units"}""", limit);
    }

    private NetworkException refusedFor(NetworkDescriptor network, Spender who, String operation, Purpose purpose) {
        NetworkException refused = catchThrowableOfType(
                NetworkException.class, () -> quotas.reserve(network, who, operation, purpose, "job"));
        assertThat(refused).isNotNull();
        return refused;
    }

    private void use(NetworkDescriptor network, Spender account, String operation) throws NetworkException {
        quotas.reserve(network, account, operation, Purpose.PUBLISHING, "job").spent();
    }

    private NetworkException refused(NetworkDescriptor network, Spender account, String operation) {
        NetworkException refused = catchThrowableOfType(
                NetworkException.class, () -> quotas.reserve(network, account, operation, Purpose.PUBLISHING, "job"));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static Spender spender(String name) {
        return new Spender(
                new AccountId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))), new RemoteId(name), name);
    }

    private static NetworkDescriptor network(String rules) {
        return TestDescriptors.descriptor("birdsong", "[" + rules + "]", Capability.TIMELINE);
    }

    private static String rule(
            String bucket, String scope, long limit, String kind, String length, String operation, long cost) {
        return String.format(Locale.ROOT, """
                {"bucket":"%s","scope":"%s","limit":%d,"window":{"kind":"%s","length":"%s"},"costs":{"%s":%d},"unit":"calls"}""", bucket, scope, limit, kind, length, operation, cost);
    }

    private static final class MemoryStore implements QuotaStore {
        private final Map<BucketKey, BucketRecord> records = new HashMap<>();
        private final Map<LimitRecord.Key, LimitRecord> limits = new HashMap<>();
        private int saved;
        private boolean away;

        @Override
        public List<BucketRecord> load(Instant now) {
            return records.values().stream().filter(r -> r.ends().isAfter(now)).toList();
        }

        @Override
        public void save(Collection<BucketRecord> changed) {
            if (away) {
                throw new IllegalStateException("away");
            }
            saved += changed.size();
            changed.forEach(r -> records.put(r.key(), r));
        }

        @Override
        public List<LimitRecord> limits() {
            return List.copyOf(limits.values());
        }

        @Override
        public void setLimit(LimitRecord limit) {
            limits.put(limit.key(), limit);
        }

        @Override
        public void clearLimit(LimitRecord.Key rule) {
            limits.remove(rule);
        }
    }
}
