package org.parvis.engine.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.network.Exchange;
import org.parvis.engine.http.Deadline;
import org.parvis.engine.http.ExchangeLog;
import org.parvis.engine.http.OutboundClient;
import org.parvis.engine.http.OutboundHttp;
import org.parvis.engine.http.OutboundRequest;
import org.parvis.engine.http.Redaction;
import org.parvis.engine.registry.Networks;
import org.parvis.model.NetworkId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/** The core's own requests, through the one client. Kept in the log under {@code core:<network>}. */
@Component(service = OutboundHttp.class, immediate = true)
public final class ClientOutboundHttp implements OutboundHttp {
    private final OutboundClient client;
    private final Networks networks;
    private final ExchangeLog log;
    private final Clock clock;

    @Activate
    public ClientOutboundHttp(
            @Reference OutboundClient client,
            @Reference Networks networks,
            @Reference ExchangeLog log,
            @Reference(target = "(clock=business)") Clock clock) {
        this.client = client;
        this.networks = networks;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public HttpResponse send(NetworkId network, HttpRequest request, Duration timeout) throws NetworkException {
        OutboundRequest outbound =
                new OutboundRequest(request, networks.present(network).hosts(), Deadline.after(timeout), () -> {});
        Instant at = clock.instant();
        long begin = System.nanoTime();
        try {
            HttpResponse response = client.send(outbound);
            log(network, request, at, begin, response.status(), "");
            return response;
        } catch (NetworkException e) {
            log(network, request, at, begin, 0, e.kind() + ": " + e.getMessage());
            throw e;
        }
    }

    private void log(NetworkId network, HttpRequest request, Instant at, long begin, int status, String failure) {
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        String address = Redaction.address(request.address());
        log.record(
                "core:" + network,
                new Exchange(at, request.method(), address, request.operation(), status, took, failure));
    }
}
