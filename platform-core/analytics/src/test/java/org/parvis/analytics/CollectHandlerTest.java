package org.parvis.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.change.Change;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.call.NetworkWork;
import org.parvis.engine.call.PureWork;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.Idempotency;
import org.parvis.model.MetricSample;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;
import org.parvis.model.Retention;
import org.parvis.model.WorkspaceId;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.AnalyticsSource;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.store.Identifiers;
import org.parvis.store.TestDatabase;

/** What networks count is collected when its time has come, a bounded part at a time, and never half. */
class CollectHandlerTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "analytics");

    private static final Instant START = Instant.parse("2026-02-01T08:00:00Z");

    private final Office office = new Office(DATABASE);
    private final Network network = new Network();
    private final Work work = new Work();
    private Instant now = START;
    private FactAnalyticsService analytics;
    private CollectHandler handler;

    @BeforeEach
    void begin() {
        Clock clock = new Now();
        office.open();
        analytics = new FactAnalyticsService(DATABASE.database(), office);
        handler = new CollectHandler(
                DATABASE.database(),
                office,
                network,
                work,
                (obligation, failure) -> new Settlement.Again(now.plusSeconds(60), true, "" + failure.getMessage()),
                clock,
                new Hourly());
        office.facts = new FactKeeper(DATABASE.database(), clock);
    }

    @Test
    void linkingBeginsItAndUnlinkingEndsItButNotTheEndOfWhatIsKept() {
        handler.changed(office.workspace, List.of(new Change.AccountLinked(office.account)));
        assertThat(work.open).containsExactly(CollectHandler.KIND + " " + office.account);
        office.unlinked = true;
        work.withdrawAll(office.workspace, office.account);
        handler.changed(office.workspace, List.of(new Change.AccountUnlinked(office.account)));
        assertThat(work.open).containsExactly(FigureExpiryHandler.KIND + " " + office.account);
    }

    @Test
    void figuresOfTheAccountAndOfWhatIsDueAreStoredAndTheNextTimeIsSet() {
        PublicationId due = published("due", START.minus(Duration.ofHours(2)));
        PublicationId young = published("young", START.minus(Duration.ofMinutes(5)));
        now = START.plus(Duration.ofHours(4)).plusSeconds(1);
        published("later", now.minus(Duration.ofMinutes(5)));

        Settlement settlement = handle();
        assertThat(settlement).isEqualTo(new Settlement.Again(now.plus(Duration.ofHours(1)), false, ""));
        assertThat(network.asked).containsExactly("account", "young due");
        assertThat(analytics.accountMetrics(office.operator, office.account, null, null))
                .singleElement()
                .satisfies(point ->
                        assertThat(point.metric() + " " + point.value()).isEqualTo("followers 12.0"));
        assertThat(analytics.publicationMetrics(office.operator, due)).hasSize(1);
        assertThat(analytics.publicationMetrics(office.operator, young)).hasSize(1);

        network.asked.clear();
        handle();
        assertThat(network.asked).as("each has its next time").containsExactly("account");
        now = START.minus(Duration.ofHours(2)).plus(Duration.ofHours(24)).plusSeconds(1);
        network.asked.clear();
        handle();
        assertThat(network.asked).containsExactly("account", "later young due");
    }

    @Test
    void figuresAreKeptNoLongerThanTheNetworkAllows() {
        PublicationId old = published("old", START.minus(Duration.ofHours(2)));
        now = START.plus(Duration.ofHours(5));
        handle();
        now = START.plus(Duration.ofDays(31));
        handle();
        assertThat(analytics.publicationMetrics(office.operator, old)).hasSize(2);
        FigureExpiryHandler expiry = new FigureExpiryHandler(DATABASE.database(), office, network, new Now());
        Obligation daily = new Obligation(
                Identifiers.next(),
                FigureExpiryHandler.KIND,
                office.account.toString(),
                office.workspace,
                office.account,
                office.network,
                "{}",
                now,
                1);
        now = START.plus(Duration.ofDays(400));
        PublicationId young = published("young", now.minus(Duration.ofHours(2)));
        now = now.plus(Duration.ofHours(5));
        handle();

        assertThat(settle(expiry, daily)).isEqualTo(new Settlement.Again(now.plus(Duration.ofDays(1)), false, ""));
        assertThat(analytics.publicationMetrics(office.operator, old))
                .as("as long as nothing is declared")
                .hasSize(2);
        network.retention = new Retention(null, null, Duration.ofDays(365));
        office.unlinked = true;
        settle(expiry, daily);
        office.unlinked = false;
        assertThat(analytics.publicationMetrics(office.operator, old)).isEmpty();
        assertThat(analytics.publicationMetrics(office.operator, young)).hasSize(1);
        assertThat(analytics.accountMetrics(office.operator, office.account, null, null))
                .as("the account's own of today")
                .hasSize(1);
    }

    @Test
    void collectingSeesToTheEndOfWhatItCollects() {
        handle();
        assertThat(work.kinds).containsExactly(FigureExpiryHandler.KIND);
    }

    /** The clock of the test. */
    private final class Now extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @Test
    void moreThanAHundredGoOnAtOnce() {
        for (int i = 0; i < 130; i++) {
            published("p" + i, START.minus(Duration.ofDays(40)));
        }
        assertThat(handle()).isEqualTo(new Settlement.Again(now, false, ""));
        assertThat(handle()).isEqualTo(new Settlement.Again(now.plus(Duration.ofHours(1)), false, ""));
        assertThat(network.asked.get(1).split(" ")).hasSize(100);
        assertThat(network.asked.get(3).split(" ")).hasSize(30);
        network.asked.clear();
        handle();
        assertThat(network.asked).as("so old that once is enough").containsExactly("account");
    }

    @Test
    void whatNobodyAskedForOrWhatIsNoNumberIsLeftOut() {
        PublicationId due = published("due", START.minus(Duration.ofDays(40)));
        network.more.add(sample("reach", new RemoteId("somebody else's"), 1));
        network.more.add(sample("reach", new RemoteId("due"), Double.NaN));
        network.more.add(sample("saves", new RemoteId("due"), 4));
        network.more.add(sample("saves", new RemoteId("due"), 5));
        handle();
        assertThat(analytics.publicationMetrics(office.operator, due))
                .extracting(point -> point.metric() + " " + point.value())
                .containsExactlyInAnyOrder("reactions 3.0", "saves 5.0");
    }

    @Test
    void aFailureInTheMiddleStoresNothingAndIsTriedAgain() {
        PublicationId due = published("due", START.minus(Duration.ofDays(40)));
        network.trouble = new NetworkException(ErrorKind.TRANSIENT, "later");
        assertThat(handle()).isEqualTo(new Settlement.Again(now.plusSeconds(60), true, "later"));
        assertThat(analytics.accountMetrics(office.operator, office.account, null, null))
                .isEmpty();
        handle();
        assertThat(analytics.publicationMetrics(office.operator, due)).hasSize(1);
    }

    @Test
    void itWaitsForTheNetworkAndForThePersonWhoMustAct() {
        network.absent = true;
        assertThat(handle())
                .isInstanceOfSatisfying(
                        Settlement.Waiting.class,
                        waiting -> assertThat(waiting.what()).isEqualTo(Settlement.WaitingFor.NETWORK));
        office.state = AccountState.RELINK_REQUIRED;
        assertThat(handle())
                .isInstanceOfSatisfying(
                        Settlement.Waiting.class,
                        waiting -> assertThat(waiting.what()).isEqualTo(Settlement.WaitingFor.PERSON));
        assertThat(network.asked).isEmpty();
    }

    @Test
    void aNetworkThatCountsNothingIsAskedNothing() {
        network.offered.clear();
        assertThat(handle()).isEqualTo(new Settlement.Again(now.plus(Duration.ofDays(1)), false, ""));
        assertThat(network.asked).isEmpty();
    }

    private PublicationId published(String remoteId, Instant at) {
        PublicationId publication = new PublicationId(Identifiers.next());
        office.facts.changed(
                office.workspace,
                List.of(new Change.PublicationPublished(office.account, publication, new RemoteId(remoteId), at)));
        return publication;
    }

    private Settlement handle() {
        Obligation obligation = new Obligation(
                Identifiers.next(),
                CollectHandler.KIND,
                office.account.toString(),
                office.workspace,
                office.account,
                office.network,
                "{}",
                now,
                1);
        return settle(handler, obligation);
    }

    private static Settlement settle(ObligationHandler handler, Obligation obligation) {
        Settlement[] settled = new Settlement[1];
        try {
            Settlement direct = handler.handle(obligation, new Lease() {
                @Override
                public void assertHeld() {}

                @Override
                public void settle(Settlement outcome) {
                    settled[0] = outcome;
                }
            });
            return settled[0] == null ? direct : settled[0];
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private MetricSample sample(String metric, @Nullable RemoteId subject, double value) {
        return new MetricSample(metric, subject, now, now, value, new TreeMap<>());
    }

    /** Counts the same on everything. */
    private final class Network implements NetworkCalls, NetworkPlugin, AnalyticsSource {
        final List<String> asked = new ArrayList<>();
        final List<MetricSample> more = new ArrayList<>();
        final Set<Capability> offered = EnumSet.of(Capability.ANALYTICS_ACCOUNT, Capability.ANALYTICS_PUBLICATION);
        boolean absent;
        Retention retention = Retention.unlimited();

        @Nullable
        NetworkException trouble;

        @Override
        public List<MetricSample> collect(NetworkCall call, MetricQuery query) throws NetworkException {
            if (query.publications().isEmpty()) {
                asked.add("account");
                return List.of(sample("followers", null, 12));
            }
            NetworkException now = trouble;
            trouble = null;
            if (now != null) {
                throw now;
            }
            asked.add(String.join(
                    " ", query.publications().stream().map(RemoteId::value).toList()));
            List<MetricSample> samples = new ArrayList<>();
            query.publications().forEach(id -> samples.add(sample("reactions", id, 3)));
            samples.addAll(more);
            return samples;
        }

        @Override
        public <T> T call(LinkedAccount account, CallKind kind, IdempotencyKey key, NetworkWork<T> work)
                throws NetworkException {
            if (absent) {
                throw new NetworkAbsentException(account.network(), NetworkState.ABSENT);
            }
            return work.run(this, null);
        }

        @Override
        public <T> T pure(NetworkId id, PureWork<T> work) throws NetworkException {
            return work.run(this);
        }

        @Override
        public AccountLinker accountLinker() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<AnalyticsSource> analyticsSource() {
            return Optional.of(this);
        }

        @Override
        public NetworkDescriptor descriptor(NetworkId id) {
            URI somewhere = URI.create("https://probe.example");
            return new NetworkDescriptor(
                    id,
                    "Probe",
                    "1",
                    somewhere,
                    somewhere,
                    List.of(),
                    offered,
                    Map.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Idempotency.NONE,
                    Duration.ofSeconds(30),
                    null,
                    List.of(),
                    retention,
                    null,
                    Map.of());
        }
    }

    /** Remembers which obligations are open. */
    private static final class Work implements Outbox {
        final List<String> open = new ArrayList<>();
        final List<String> kinds = new ArrayList<>();

        @Override
        public UUID add(NewObligation obligation) {
            kinds.add(obligation.kind());
            open.add(obligation.kind() + " " + obligation.key());
            return Identifiers.next();
        }

        @Override
        public void addAll(List<NewObligation> obligations) {
            obligations.forEach(this::add);
        }

        @Override
        public boolean reschedule(WorkspaceId workspace, String kind, String key, Instant due) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean withdraw(WorkspaceId workspace, String kind, String key) {
            return open.remove(kind + " " + key);
        }

        @Override
        public void withdrawAll(WorkspaceId workspace, AccountId account) {
            open.clear();
        }
    }

    /** The default. */
    private static final class Hourly implements AnalyticsSettings {
        @Override
        public String collect_interval() {
            return "PT1H";
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return AnalyticsSettings.class;
        }
    }
}
