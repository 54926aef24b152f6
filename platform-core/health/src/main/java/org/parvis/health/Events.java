package org.parvis.health;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.api.network.CallObserver;
import org.parvis.api.network.EndedCall;
import org.parvis.model.WorkspaceId;

/**
 * What is counted as it happens. It refers to nobody, so that whoever tells it may be referred to by whoever reads it; what it
 * counted stays as long as the bundle. What a transaction tells of is counted though it may still be rolled back, which a
 * figure for watching may be. Labels are networks, and words of the platform's own: never an account, a person or a text, of
 * which there may be any number. Thread-safe, quick.
 */
@Component(
        service = {Events.class, CallObserver.class, ChangeParticipant.class},
        immediate = true)
public final class Events implements CallObserver, ChangeParticipant {
    private static final double NANOS = 1e9;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final NetworksOfAccounts accounts = new NetworksOfAccounts();
    private final Counter items;
    private final Counter publications;
    private final Histogram lateness;
    private final Counter calls;
    private final Histogram durations;

    @Activate
    public Events() {
        items = Counter.builder()
                .name("parvis_inbox_items_total")
                .help("Messages that came in, by network and kind; one that is edited may count again")
                .labelNames("network", "kind")
                .withoutExemplars()
                .register(registry);
        publications = Counter.builder()
                .name("parvis_publications_total")
                .help("States that publications of ours came into")
                .labelNames("network", "state")
                .withoutExemplars()
                .register(registry);
        lateness = Histogram.builder()
                .name("parvis_publication_lateness_seconds")
                .help("How long after it was due a publication went out")
                .labelNames("network")
                .classicOnly()
                .classicUpperBounds(1, 5, 15, 60, 300, 1_800, 7_200, 43_200)
                .withoutExemplars()
                .register(registry);
        calls = Counter.builder()
                .name("parvis_network_calls_total")
                .help("Calls to networks by what for and outcome")
                .labelNames("network", "purpose", "outcome")
                .withoutExemplars()
                .register(registry);
        durations = Histogram.builder()
                .name("parvis_network_call_seconds")
                .help("How long calls to networks took")
                .labelNames("network", "purpose")
                .classicOnly()
                .classicUpperBounds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)
                .withoutExemplars()
                .register(registry);
    }

    MetricSnapshots snapshots() {
        return registry.scrape();
    }

    @Override
    public void ended(EndedCall call) {
        accounts.learn(call.account(), call.network());
        String network = call.network().value();
        String purpose = lower(call.purpose());
        calls.labelValues(network, purpose, call.failure() == null ? "ok" : lower(call.failure()))
                .inc();
        durations.labelValues(network, purpose).observe(call.took().toNanos() / NANOS);
    }

    @Override
    public void changed(WorkspaceId workspace, List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.ItemReceived item) {
                items.labelValues(accounts.network(item.account()), lower(item.kind()))
                        .inc();
            } else if (change instanceof Change.PublicationMoved moved) {
                moved(moved);
            }
        }
    }

    private void moved(Change.PublicationMoved moved) {
        String network = accounts.network(moved.account());
        publications.labelValues(network, lower(moved.state())).inc();
        Duration late = moved.lateness();
        if (late != null) {
            lateness.labelValues(network).observe(late.toNanos() / NANOS);
        }
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
