package org.parvis.health;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.parvis.api.metrics.TraceService;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.api.network.OutboxService;
import org.parvis.api.network.QuotaService;
import org.parvis.api.network.QuotaState;
import org.parvis.model.NetworkState;
import org.parvis.model.UnavailableException;
import org.parvis.store.StoreStatus;

/** How outbox, budgets, networks and database stand when somebody looks. What cannot be looked at is left out. */
final class Standing {
    private final OutboxService outbox;
    private final QuotaService quotas;
    private final NetworkService networks;
    private final StoreStatus store;
    private final TraceService traces;

    Standing(
            OutboxService outbox,
            QuotaService quotas,
            NetworkService networks,
            StoreStatus store,
            TraceService traces) {
        this.outbox = outbox;
        this.quotas = quotas;
        this.networks = networks;
        this.store = store;
        this.traces = traces;
    }

    void register(PrometheusRegistry registry) {
        gauge("parvis_outbox_obligations", "What must still happen, by state; at most 10000 are counted", "state")
                .callback(this::obligations)
                .register(registry);
        gauge("parvis_outbox_oldest_due_seconds", "How long the oldest obligation that could be handled has been due")
                .callback(callback -> status(s -> callback.call(s.lag().toMillis() / 1_000.0)))
                .register(registry);
        gauge("parvis_outbox_claiming", "1 while this node takes obligations")
                .callback(callback -> status(s -> callback.call(s.claiming() ? 1 : 0)))
                .register(registry);
        gauge(
                        "parvis_quota_remaining_ratio",
                        "What is left of a budget: of the account that has the least",
                        "network",
                        "bucket",
                        "scope")
                .callback(this::remaining)
                .register(registry);
        gauge(
                        "parvis_quota_exhausted",
                        "For how many accounts nothing of a budget is left",
                        "network",
                        "bucket",
                        "scope")
                .callback(this::exhausted)
                .register(registry);
        gauge("parvis_network_state", "1 for the state a network is in", "network", "state")
                .callback(this::states)
                .register(registry);
        gauge("parvis_network_breaker_open", "1 while calls to a network pause because it does not answer", "network")
                .callback(callback -> networks.networks()
                        .forEach(n -> callback.call(networks.isPausing(n.id()) ? 1 : 0, n.id().value())))
                .register(registry);
        gauge("parvis_store_up", "1 while the database answers")
                .callback(callback -> callback.call(store.state() == StoreStatus.State.READY ? 1 : 0))
                .register(registry);
        gauge("parvis_store_connections", "Connections to the database, and threads that wait for one", "state")
                .callback(this::connections)
                .register(registry);
        gauge("parvis_store_connections_limit", "How many connections to the database there may be")
                .callback(callback -> store.connections().ifPresent(c -> callback.call(c.most())))
                .register(registry);
        CounterWithCallback.builder()
                .name("parvis_trace_spans_total")
                .help("Spans of traces by what became of them; nothing while traces are off")
                .labelNames("outcome")
                .callback(this::spans)
                .register(registry);
    }

    static GaugeWithCallback.Builder gauge(String name, String help, String... labels) {
        return GaugeWithCallback.builder().name(name).help(help).labelNames(labels);
    }

    /** What a look at the outbox is good for. */
    private interface Use {
        void use(OutboxService.Status status);
    }

    private void status(Use use) {
        try {
            use.use(outbox.status());
        } catch (UnavailableException away) {
            // The database is away, which parvis_store_up says; no figure is better than an old one.
        }
    }

    private void obligations(GaugeWithCallback.Callback callback) {
        status(status -> {
            callback.call(status.leased(), "leased");
            callback.call(status.waiting(), "waiting");
            callback.call(status.dead(), "dead");
        });
    }

    /** Budgets of accounts come together under the name of the budget. */
    private record Budget(String network, String bucket, String scope) {
        static Budget of(QuotaState quota) {
            return new Budget(
                    quota.network().value(),
                    quota.bucket(),
                    quota.scope().name().toLowerCase(Locale.ROOT));
        }
    }

    private void remaining(GaugeWithCallback.Callback callback) {
        Map<Budget, Double> least = new HashMap<>();
        quotas.quotas().stream()
                .filter(quota -> quota.limit() > 0)
                .forEach(quota -> least.merge(Budget.of(quota), (double) quota.remaining() / quota.limit(), Math::min));
        least.forEach((budget, ratio) -> callback.call(ratio, budget.network(), budget.bucket(), budget.scope()));
    }

    private void exhausted(GaugeWithCallback.Callback callback) {
        Map<Budget, Integer> empty = new HashMap<>();
        quotas.quotas().forEach(quota -> empty.merge(Budget.of(quota), quota.remaining() <= 0 ? 1 : 0, Integer::sum));
        empty.forEach((budget, number) -> callback.call(number, budget.network(), budget.bucket(), budget.scope()));
    }

    private void states(GaugeWithCallback.Callback callback) {
        for (NetworkStatus network : networks.networks()) {
            for (NetworkState state : NetworkState.values()) {
                callback.call(network.state() == state ? 1 : 0, network.id().value(), Events.lower(state));
            }
        }
    }

    private void spans(CounterWithCallback.Callback callback) {
        TraceService.Delivery delivery = traces.delivery();
        if (delivery.on()) {
            callback.call(delivery.sent(), "sent");
            callback.call(delivery.lost(), "lost");
        }
    }

    private void connections(GaugeWithCallback.Callback callback) {
        store.connections().ifPresent(use -> {
            callback.call(use.active(), "active");
            callback.call(use.idle(), "idle");
            callback.call(use.waiting(), "waiting");
        });
    }
}
