package org.parvis.engine.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.Exchange;
import org.parvis.engine.http.ExchangeLog;
import org.parvis.engine.http.OutboundClient;
import org.parvis.engine.http.OutboundRequest;
import org.parvis.engine.http.Redaction;
import org.parvis.engine.http.RequestFile;
import org.parvis.engine.quota.Quotas;
import org.parvis.engine.quota.Reservation;
import org.parvis.engine.registry.HostedNetwork;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.http.HttpChannel;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.spi.http.MediaSlice;

/** Opens the channels plugins are handed: one client behind them, budgets in front, a log beside. Thread-safe. */
@Component(service = Channels.class, immediate = true)
public final class Channels {
    private final OutboundClient client;
    private final Quotas quotas;
    private final ExchangeLog log;
    private final Clock clock;

    @Activate
    public Channels(
            @Reference OutboundClient client,
            @Reference Quotas quotas,
            @Reference ExchangeLog log,
            @Reference(target = "(clock=business)") Clock clock) {
        this.client = client;
        this.quotas = quotas;
        this.log = log;
        this.clock = clock;
    }

    HttpChannel open(ActiveCall call, HostedNetwork network) {
        return request -> send(call, network, request);
    }

    Quotas quotas() {
        return quotas;
    }

    private Reservation reserve(ActiveCall call, HttpRequest request) throws NetworkException {
        try {
            return quotas.reserve(
                    call.descriptor(),
                    call.spender(),
                    request.operation(),
                    call.purpose(),
                    call.idempotencyKey().value());
        } catch (NetworkException refused) {
            call.withhold(refused.bucket().orElse(null));
            throw refused;
        }
    }

    private HttpResponse send(ActiveCall call, HostedNetwork network, HttpRequest request) throws NetworkException {
        call.checkActive();
        Reservation reservation = reserve(call, request);
        Instant at = clock.instant();
        long begin = System.nanoTime();
        try {
            HttpResponse response = client.send(new OutboundRequest(
                    request,
                    network.hosts(),
                    call.realDeadline(),
                    () -> {
                        reservation.spent();
                        if (request.changing()) {
                            call.changeLeaves();
                        }
                    },
                    file(call, request),
                    0));
            log(call, request, at, begin, response.status(), "");
            quotas.observe(call.descriptor(), call.spender(), observations(network, request, response));
            return response;
        } catch (NetworkException e) {
            log(call, request, at, begin, 0, e.kind() + ": " + e.getMessage());
            throw e;
        } finally {
            // has no effect once it was spent
            reservation.released();
        }
    }

    private static @Nullable RequestFile file(ActiveCall call, HttpRequest request) throws NetworkException {
        MediaSlice slice = request.media();
        if (slice == null) {
            return null;
        }
        boolean within = slice.offset() >= 0
                && slice.length() > 0
                && slice.offset() <= slice.media().size() - slice.length();
        if (!within || request.body() != null) {
            throw new NetworkException(
                    ErrorKind.DEFECT,
                    request.operation() + ": a body is either bytes or a part that lies within its file, not " + slice);
        }
        return new RequestFile(() -> call.media().open(slice.media(), slice.offset()), slice.length());
    }

    private static List<QuotaObservation> observations(
            HostedNetwork network, HttpRequest request, HttpResponse response) {
        Optional<QuotaReader> reader = network.guarded().quotaReader();
        return reader.isEmpty() ? List.of() : reader.get().read(request.operation(), response);
    }

    private void log(ActiveCall call, HttpRequest request, Instant at, long begin, int status, String failure) {
        Exchange exchange = new Exchange(
                at,
                request.method(),
                Redaction.address(request.address()),
                request.operation(),
                status,
                Duration.ofNanos(System.nanoTime() - begin),
                failure);
        log.record(call.idempotencyKey().value(), exchange);
        call.exchanged(exchange);
    }
}
