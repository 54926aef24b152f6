package org.parvis.engine.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.parvis.api.network.Purpose;
import org.parvis.engine.SteppedClock;
import org.parvis.engine.call.PollingPace;
import org.parvis.engine.call.TestDescriptors;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.RemoteId;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;

/**
 * Two days of forty accounts on one application's budget that could feed eight at full pace: ten busy ones, which also
 * publish and answer, and thirty quiet ones. A ledger that knows nothing of the code under test counts what leaves.
 */
class SimulatedDayTest {
    private static final ZoneId MIDNIGHT = ZoneId.of("America/Los_Angeles");
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final int BUSY = 10;
    private static final int ACCOUNTS = 40;
    private static final Duration LATEST = Duration.ofHours(4);

    private final NetworkDescriptor network = TestDescriptors.descriptor("filmhouse", """
            [{"bucket":"units","scope":"APP","limit":10000,"window":{"kind":"DAILY","zone":"America/Los_Angeles"},
              "costs":{"list":1,"insert":50,"figures":1},"unit":"units"},
             {"bucket":"films","scope":"APP","limit":100,"window":{"kind":"DAILY","zone":"America/Los_Angeles"},
              "costs":{"films.insert":1},"unit":"calls"}]""", Capability.TIMELINE);
    private final SteppedClock clock = new SteppedClock(START);
    private final Quotas quotas = TestQuotas.inMemory(clock);
    private final Random random = new Random(7);
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private final Map<String, Integer> ledger = new HashMap<>();
    private final List<String> starved = new ArrayList<>();
    private final List<Duration> busyWaits = new ArrayList<>();
    private final List<Duration> quietWaits = new ArrayList<>();
    private int refusals;
    private int numbers;

    private record Event(Instant at, int number, Runnable what) {}

    private final class Account {
        private final Spender spender;
        private final boolean busy;
        private final List<Instant> unseen = new ArrayList<>();
        private Instant newsAt = START;

        Account(int number) {
            String name = "account-" + number;
            busy = number < BUSY;
            spender = new Spender(
                    new AccountId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
                    new RemoteId(name),
                    name);
        }

        void comment() {
            unseen.add(clock.instant());
            double mean = busy ? 10 : 360;
            at(Duration.ofSeconds((long) (-Math.log(1 - random.nextDouble()) * mean * 60)), this::comment);
        }

        void poll() {
            try {
                send("list", Purpose.POLLING);
                send("list", Purpose.POLLING);
            } catch (NetworkException refused) {
                refusals++;
                at(
                        Duration.between(clock.instant(), refused.retryAt().orElseThrow())
                                .plusSeconds(1),
                        this::poll);
                return;
            }
            unseen.forEach(time -> (busy ? busyWaits : quietWaits).add(Duration.between(time, clock.instant())));
            newsAt = unseen.isEmpty() ? newsAt : clock.instant();
            unseen.clear();
            at(((PollingPace) quotas).pause(job(), wanted(), LATEST), this::poll);
        }

        /** As the inbox wants it. */
        private Duration wanted() {
            Duration part = Duration.between(newsAt, clock.instant()).dividedBy(8);
            return part.toMinutes() >= 15
                    ? Duration.ofMinutes(15)
                    : part.toMinutes() < 1 ? Duration.ofMinutes(1) : part;
        }

        void figures() {
            try {
                send("figures", Purpose.METRICS);
            } catch (NetworkException tomorrow) {
                refusals++;
            }
            at(Duration.ofHours(1), this::figures);
        }

        void write(String operation, Purpose purpose, Duration every) {
            try {
                send(operation, purpose);
            } catch (NetworkException refused) {
                starved.add(
                        spender.remote() + " " + operation + " at " + clock.instant() + ": " + refused.getMessage());
            }
            at(every, () -> write(operation, purpose, every));
        }

        private IdempotencyKey job() {
            return new IdempotencyKey("fetch:" + spender.remote());
        }

        private void send(String operation, Purpose purpose) throws NetworkException {
            quotas.reserve(network, spender, operation, purpose, job().value()).spent();
            String day = clock.instant().atZone(MIDNIGHT).toLocalDate() + " "
                    + (operation.equals("films.insert") ? "films" : "units");
            ledger.merge(day, operation.equals("insert") ? 50 : 1, Integer::sum);
        }
    }

    private void at(Duration delay, Runnable what) {
        events.add(new Event(clock.instant().plus(delay), numbers++, what));
    }

    @Test
    void publishingIsNeverStarvedNoBudgetOverspentAndBusyAccountsAreSeenSooner() {
        for (int i = 0; i < ACCOUNTS; i++) {
            Account account = new Account(i);
            at(Duration.ofSeconds(random.nextInt(60)), account::poll);
            at(Duration.ofSeconds(random.nextInt(600)), account::comment);
            at(Duration.ofMinutes(random.nextInt(60)), account::figures);
            if (account.busy) {
                Duration first = Duration.ofMinutes(random.nextInt(240));
                at(first, () -> account.write("films.insert", Purpose.PUBLISHING, Duration.ofHours(6)));
                at(first, () -> account.write("insert", Purpose.PUBLISHING, Duration.ofHours(8)));
                at(first, () -> account.write("insert", Purpose.REPLIES, Duration.ofHours(6)));
            }
        }
        Instant end = START.plus(Duration.ofDays(2));
        while (events.peek().at().isBefore(end)) {
            Event next = events.poll();
            clock.step(Duration.between(clock.instant(), next.at()));
            next.what().run();
        }

        String outcome = "busy: median " + median(busyWaits) + ", longest " + longest(busyWaits) + "; quiet: median "
                + median(quietWaits) + ", longest " + longest(quietWaits) + "; refused " + refusals + "; spent "
                + ledger;
        assertThat(starved).as(outcome).isEmpty();
        ledger.forEach((bucket, units) ->
                assertThat(units).as(bucket).isLessThanOrEqualTo(bucket.endsWith("films") ? 100 : 10_000));
        assertThat(ledger.get("2026-03-02 units"))
                .as("and it is used: " + outcome)
                .isGreaterThan(7_500);
        assertThat(median(busyWaits)).as(outcome).isLessThan(Duration.ofMinutes(10));
        assertThat(median(quietWaits)).as(outcome).isBetween(median(busyWaits), Duration.ofMinutes(30));
        assertThat(longest(busyWaits)).as(outcome).isLessThan(Duration.ofMinutes(90));
        assertThat(longest(quietWaits)).as(outcome).isLessThan(Duration.ofHours(2));
    }

    private static Duration median(List<Duration> waits) {
        List<Duration> sorted = waits.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static Duration longest(List<Duration> waits) {
        return Collections.max(waits);
    }
}
