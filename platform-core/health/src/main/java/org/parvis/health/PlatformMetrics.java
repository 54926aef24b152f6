package org.parvis.health;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.metrics.MetricsService;
import org.parvis.api.metrics.TraceService;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.OutboxService;
import org.parvis.api.network.QuotaService;
import org.parvis.store.StoreStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The platform's figures: what was counted since the start, and how everything stands now. */
@Component(configurationPid = "org.parvis.metrics")
@Designate(ocd = MetricsConfiguration.class)
public final class PlatformMetrics implements MetricsService {
    static final int SHORTEST_TOKEN = 32;

    private static final Logger LOG = LoggerFactory.getLogger(PlatformMetrics.class);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Events events;
    private volatile byte[] token = new byte[0];

    @Activate
    public PlatformMetrics(
            @Reference Events events,
            @Reference OutboxService outbox,
            @Reference QuotaService quotas,
            @Reference NetworkService networks,
            @Reference StoreStatus store,
            @Reference TraceService traces,
            MetricsConfiguration configuration) {
        this(events, new Standing(outbox, quotas, networks, store, traces), configuration.token());
    }

    PlatformMetrics(Events events, Standing standing, String token) {
        this.events = events;
        standing.register(registry);
        Machine.register(registry);
        take(token);
    }

    /** What was counted goes on. */
    @Modified
    void configure(MetricsConfiguration configuration) {
        take(configuration.token());
    }

    private void take(String written) {
        String given = written.strip();
        if (!given.isEmpty() && given.length() < SHORTEST_TOKEN) {
            LOG.warn(
                    "etc/org.parvis.metrics.cfg, token: it is shorter than {} characters; nothing is offered at /metrics",
                    SHORTEST_TOKEN);
            token = new byte[0];
            return;
        }
        token = given.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean isOffered() {
        return token.length > 0;
    }

    @Override
    public boolean admits(String presented) {
        byte[] wanted = token;
        return wanted.length > 0 && MessageDigest.isEqual(wanted, presented.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
            writer.write(text, events.snapshots(), EscapingScheme.UNDERSCORE_ESCAPING);
            writer.write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
