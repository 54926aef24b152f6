package org.parvis.health;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Slice;
import org.parvis.api.metrics.TraceService;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.api.network.ObligationView;
import org.parvis.api.network.OutboxService;
import org.parvis.api.network.QuotaLimit;
import org.parvis.api.network.QuotaService;
import org.parvis.api.network.QuotaState;
import org.parvis.api.workspace.Caller;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.QuotaRule;
import org.parvis.model.UnavailableException;
import org.parvis.store.StoreStatus;

/** A platform that stands as a test says. */
final class Platform implements NetworkService, OutboxService, QuotaService, StoreStatus, TraceService {
    static final NetworkId TWITTER = new NetworkId("twitter");

    final List<NetworkStatus> networks = new ArrayList<>();
    final List<QuotaState> quotas = new ArrayList<>();
    OutboxService.Status outbox = new OutboxService.Status(Duration.ZERO, 0, 0, 0, true);
    StoreStatus.State store = StoreStatus.State.READY;
    boolean pausing;
    TraceService.Delivery traces = new TraceService.Delivery(false, 0, 0, 0, "");

    @Nullable
    Path folder;

    void network(String id, NetworkState state, String reason) {
        networks.add(new NetworkStatus(new NetworkId(id), id, "1.0.0", "[1.0,2)", state, reason, Instant.EPOCH, null));
    }

    void quota(String subject, long limit, long remaining) {
        quotas.add(new QuotaState(
                TWITTER,
                "posts",
                QuotaRule.Scope.ACCOUNT,
                subject,
                "posts",
                limit,
                remaining,
                0,
                Instant.parse("2026-03-05T12:00:00Z"),
                QuotaState.Source.COUNTED,
                false,
                Map.of()));
    }

    @Override
    public List<NetworkStatus> networks() {
        return List.copyOf(networks);
    }

    @Override
    public Optional<NetworkStatus> network(NetworkId id) {
        return networks.stream().filter(n -> n.id().equals(id)).findFirst();
    }

    @Override
    public boolean isPausing(NetworkId id) {
        return pausing;
    }

    @Override
    public void resume(NetworkId id) {
        throw new AssertionError("Who watches changes nothing");
    }

    @Override
    public Slice<ObligationView> obligations(Query query) {
        throw new AssertionError("Nobody lists obligations to watch them");
    }

    @Override
    public Optional<ObligationView> obligation(UUID id) {
        return Optional.empty();
    }

    @Override
    public boolean retry(UUID id) {
        throw new AssertionError("Who watches changes nothing");
    }

    @Override
    public int purgeDead(Instant before) {
        throw new AssertionError("Who watches changes nothing");
    }

    @Override
    public OutboxService.Status status() {
        if (store != StoreStatus.State.READY) {
            throw new Away();
        }
        return outbox;
    }

    @Override
    public List<QuotaState> quotas() {
        return List.copyOf(quotas);
    }

    @Override
    public List<QuotaState> quotas(Caller caller) {
        return quotas();
    }

    @Override
    public List<QuotaLimit> limits() {
        return List.of();
    }

    @Override
    public QuotaLimit override(
            String operator,
            NetworkId network,
            String bucket,
            QuotaRule.Scope scope,
            @Nullable Long limit,
            @Nullable Integer reserve) {
        throw new AssertionError("Who watches changes nothing");
    }

    @Override
    public TraceService.Delivery delivery() {
        return traces;
    }

    @Override
    public StoreStatus.State state() {
        return store;
    }

    @Override
    public String reason() {
        return "it was killed";
    }

    @Override
    public Instant since() {
        return Instant.EPOCH;
    }

    @Override
    public Mode mode() {
        return Mode.EMBEDDED;
    }

    @Override
    public Optional<String> serverVersion() {
        return Optional.of("18.1");
    }

    @Override
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    @Override
    public Map<String, String> failedSchemas() {
        return Map.of();
    }

    @Override
    public Optional<Connections> connections() {
        return Optional.of(new Connections(3, 2, 1, 12));
    }

    private static final class Away extends UnavailableException {
        private static final long serialVersionUID = 1L;

        Away() {
            super("The database does not answer.");
        }
    }
}
