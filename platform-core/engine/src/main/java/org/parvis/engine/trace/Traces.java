package org.parvis.engine.trace;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.metrics.TraceService;
import org.parvis.api.network.CallObserver;
import org.parvis.api.network.EndedCall;
import org.parvis.api.network.Exchange;
import org.parvis.api.network.Purpose;
import org.parvis.engine.http.OutboundClient;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.Settlement;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes spans of what is handled and of the calls to networks that are made meanwhile. Off unless the operator names a
 * receiver: then there is no thread, no queue and no span. A publication's id is the id of its trace, so that all attempts
 * and steps lie together, also over restarts; anything else is a trace by itself. Spans bear ids and words of the platform's
 * own, the names of operations and the hosts of networks: never a text, a token, or an address beyond its host. Thread-safe.
 */
@Component(
        service = {CallObserver.class, HandlingObserver.class, TraceService.class},
        immediate = true,
        configurationPid = "org.parvis.traces")
@Designate(ocd = TracesConfiguration.class)
public final class Traces implements CallObserver, HandlingObserver, TraceService {
    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);
    private static final int ID_LENGTH = 36;
    private static final int LONGEST_NAME = 100;

    private final OutboundClient client;
    private final Clock clock;
    private final SpanExporter.Bounds bounds;
    private final SpanExporter.Tally tally = new SpanExporter.Tally();
    /** By the thread that handles: its calls end on it. */
    private final Map<Thread, Handling> handlings = new ConcurrentHashMap<>();

    private volatile @Nullable SpanExporter exporter;

    /** What is being handled. */
    private record Handling(String trace, String span, Instant begin, long nanos, Map<String, Object> subject) {}

    @Activate
    public Traces(
            @Reference OutboundClient client,
            @Reference(target = "(clock=business)") Clock clock,
            TracesConfiguration configuration) {
        this(client, clock, SpanExporter.Bounds.DEFAULT);
        configure(configuration);
    }

    Traces(OutboundClient client, Clock clock, SpanExporter.Bounds bounds) {
        this.client = client;
        this.clock = clock;
        this.bounds = bounds;
    }

    /** What still waited is lost, and counted. */
    @Modified
    void configure(TracesConfiguration configuration) {
        send(configuration.endpoint().strip(), configuration.authorization().strip());
    }

    synchronized void send(String endpoint, String authorization) {
        stop();
        tally.trouble("");
        if (endpoint.isEmpty()) {
            return;
        }
        URI address = address(endpoint).orElse(null);
        if (address == null) {
            tally.trouble("endpoint of etc/org.parvis.traces.cfg is no address such as http://127.0.0.1:4318");
            LOG.warn("{}; no traces are sent", tally.trouble());
            return;
        }
        exporter = new SpanExporter(client, address, authorization, bounds, tally);
    }

    @Deactivate
    public synchronized void stop() {
        SpanExporter old = exporter;
        exporter = null;
        if (old != null) {
            old.close();
        }
    }

    /** The protocol's own path, where none is written; empty for what is no plain address. */
    private static Optional<URI> address(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            boolean plain = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            boolean bare = uri.getRawPath() == null
                    || uri.getRawPath().isEmpty()
                    || uri.getRawPath().equals("/");
            return plain ? Optional.of(bare ? uri.resolve("/v1/traces") : uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public Delivery delivery() {
        SpanExporter to = exporter;
        return new Delivery(to != null, tally.sent(), tally.lost(), to == null ? 0 : to.waiting(), tally.trouble());
    }

    @Override
    public void begins(Obligation obligation, String subject) {
        if (exporter == null) {
            return;
        }
        UUID about = subject.isEmpty() ? null : leadingId(obligation.key()).orElse(null);
        handlings.put(
                Thread.currentThread(),
                new Handling(
                        Span.trace(about == null ? UUID.randomUUID() : about),
                        Span.newId(),
                        clock.instant(),
                        System.nanoTime(),
                        about == null ? Map.of() : Map.of("parvis." + subject, about.toString())));
    }

    @Override
    public void ended(Obligation obligation, @Nullable Settlement settlement) {
        Handling handling = handlings.remove(Thread.currentThread());
        SpanExporter to = exporter;
        if (handling == null || to == null) {
            return;
        }
        Map<String, Object> attributes = about(obligation.workspace(), obligation.network(), obligation.account());
        attributes.putAll(handling.subject());
        attributes.put("parvis.obligation", obligation.id().toString());
        attributes.put("parvis.attempt", obligation.attempt());
        attributes.put("parvis.outcome", outcome(settlement));
        boolean failed = settlement == null
                || settlement instanceof Settlement.Dead
                || (settlement instanceof Settlement.Again again && again.counts());
        to.offer(new Span(
                handling.trace(),
                handling.span(),
                null,
                obligation.kind(),
                Span.Kind.INTERNAL,
                handling.begin(),
                handling.begin().plusNanos(System.nanoTime() - handling.nanos()),
                attributes,
                failed));
    }

    private static String outcome(@Nullable Settlement settlement) {
        if (settlement == null) {
            return "lease lost";
        }
        if (settlement instanceof Settlement.Waiting waiting) {
            return "waiting for " + lower(waiting.what());
        }
        if (settlement instanceof Settlement.Again again) {
            return again.counts() ? "failed" : "again";
        }
        return settlement instanceof Settlement.Dead ? "given up" : "done";
    }

    @Override
    public void ended(EndedCall call) {
        SpanExporter to = exporter;
        if (to == null) {
            return;
        }
        Instant end = clock.instant();
        Handling within = handlings.get(Thread.currentThread());
        Map<String, Object> attributes = about(call.workspace(), call.network(), call.account());
        attributes.putAll(within != null ? within.subject() : publication(call));
        attributes.put("parvis.purpose", lower(call.purpose()));
        attributes.put("parvis.outcome", call.failure() == null ? "ok" : lower(call.failure()));
        Span span = new Span(
                within != null ? within.trace() : trace(call),
                Span.newId(),
                within == null ? null : within.span(),
                call.network() + " " + lower(call.purpose()),
                Span.Kind.INTERNAL,
                end.minus(call.took()),
                end,
                attributes,
                call.failure() != null);
        to.offer(span);
        call.exchanges().forEach(exchange -> to.offer(exchange(span, exchange)));
    }

    private static Span exchange(Span call, Exchange exchange) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("parvis.operation", shortened(exchange.operation()));
        attributes.put("http.request.method", exchange.method());
        String host = URI.create(exchange.address().replaceFirst("\\?.*", "")).getHost();
        if (host != null) {
            attributes.put("server.address", host);
        }
        if (exchange.status() != 0) {
            attributes.put("http.response.status_code", exchange.status());
        }
        return new Span(
                call.trace(),
                Span.newId(),
                call.id(),
                shortened(exchange.operation()),
                Span.Kind.CLIENT,
                exchange.at(),
                exchange.at().plus(exchange.took()),
                attributes,
                exchange.status() == 0 || exchange.status() >= 400);
    }

    private static Map<String, Object> about(
            WorkspaceId workspace, @Nullable NetworkId network, @Nullable AccountId account) {
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("parvis.workspace", workspace.toString());
        if (network != null) {
            attributes.put("parvis.network", network.value());
        }
        if (account != null) {
            attributes.put("parvis.account", account.toString());
        }
        return attributes;
    }

    private static String trace(EndedCall call) {
        return Span.trace(ofPublication(call).orElseGet(UUID::randomUUID));
    }

    private static Map<String, Object> publication(EndedCall call) {
        return ofPublication(call)
                .<Map<String, Object>>map(id -> Map.of("parvis.publication", id.toString()))
                .orElse(Map.of());
    }

    /** Every intent of a publication begins with its id. */
    private static Optional<UUID> ofPublication(EndedCall call) {
        return call.purpose() == Purpose.PUBLISHING ? leadingId(call.intent()) : Optional.empty();
    }

    private static Optional<UUID> leadingId(String text) {
        if (text.length() < ID_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text.substring(0, ID_LENGTH)));
        } catch (IllegalArgumentException anotherKey) {
            return Optional.empty();
        }
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
