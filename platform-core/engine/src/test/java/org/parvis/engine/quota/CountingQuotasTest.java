package org.parvis.engine.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parvis.api.hint.Hint;
import org.parvis.api.network.QuotaState;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.QuotaRule;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaObservation;

class CountingQuotasTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final RemoteId JO = new RemoteId("jo");
    private static final RemoteId KIM = new RemoteId("kim");

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
            assertThat(state.account()).isEqualTo(JO);
        });
        clock.step(Duration.ofMinutes(3));
        use(network, JO, "posts.read");
        assertThat(quotas.quotas()).extracting(QuotaState::remaining).containsExactly(299L);
    }

    @Test
    void readsLeaveAFifthOfASharedBudgetToWrites() throws Exception {
        NetworkDescriptor network = network("""
                {"bucket":"units","scope":"APP","limit":100,"window":{"kind":"FIXED","length":"PT1H"},
                 "costs":{"list":1,"insert":10},"unit":"units"}""");
        for (int i = 0; i < 80; i++) {
            quotas.reserve(network, JO, "list", false).spent();
        }

        NetworkException read =
                catchThrowableOfType(NetworkException.class, () -> quotas.reserve(network, JO, "list", false));
        assertThat(read).hasMessageContaining("kept for writing");
        quotas.reserve(network, JO, "insert", true).spent();
        quotas.reserve(network, JO, "list", true).spent();
    }

    @Test
    void whatIsUnderwayCountsAndWhatNeverLeftDoesNot() throws Exception {
        NetworkDescriptor network = network(rule("posts", "USER", 1, "FIXED", "PT15M", "posts.create", 1));
        Reservation first = quotas.reserve(network, JO, "posts.create", true);
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
                        NetworkException.class, () -> restarted.reserve(network, JO, "posts.create", true)))
                .isNotNull();
        clock.step(Duration.ofMinutes(15));
        restarted.reserve(network, JO, "posts.create", true).spent();
        NetworkException exhausted = catchThrowableOfType(
                NetworkException.class, () -> restarted.reserve(network, JO, "posts.create", true));
        assertThat(exhausted.kind()).isEqualTo(ErrorKind.QUOTA_EXHAUSTED);
        restarted.close();
    }

    private void use(NetworkDescriptor network, RemoteId account, String operation) throws NetworkException {
        quotas.reserve(network, account, operation, true).spent();
    }

    private NetworkException refused(NetworkDescriptor network, RemoteId account, String operation) {
        NetworkException refused =
                catchThrowableOfType(NetworkException.class, () -> quotas.reserve(network, account, operation, true));
        assertThat(refused).isNotNull();
        return refused;
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
        private int saved;

        @Override
        public List<BucketRecord> load(Instant now) {
            return records.values().stream().filter(r -> r.ends().isAfter(now)).toList();
        }

        @Override
        public void save(Collection<BucketRecord> changed) {
            saved += changed.size();
            changed.forEach(r -> records.put(r.key(), r));
        }
    }
}
