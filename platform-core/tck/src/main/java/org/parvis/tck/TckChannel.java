package org.parvis.tck;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpChannel;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;
import org.parvis.spi.http.MediaSlice;

/**
 * The host's side of a call's HTTP: it checks, routes to the simulator, records, ends at the deadline, and lets happen on the
 * way what a test wants. The errors it raises are those the platform raises.
 */
final class TckChannel implements HttpChannel {
    private static final Set<String> HOST_OWNED = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "keep-alive");

    /** What a test does to an exchange. */
    @FunctionalInterface
    interface Happening {
        HttpResponse meet(HttpRequest request, Onward onward) throws NetworkException;
    }

    /** The way to the simulator. */
    interface Onward {
        /** The whole exchange. */
        HttpResponse send() throws NetworkException;

        /** The exchange until it ends. */
        HttpResponse cut(Wire.Cut cut) throws NetworkException;

        /** No answer comes: blocks until the call's deadline or an interrupt, without the request having left. */
        HttpResponse hang() throws NetworkException;
    }

    /** @param response null where none came */
    record Exchange(HttpRequest request, @Nullable HttpResponse response) {}

    private final TckCall call;
    private final Subject subject;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private volatile Happening happening = (request, onward) -> onward.send();

    TckChannel(TckCall call, Subject subject) {
        this.call = call;
        this.subject = subject;
    }

    void happen(Happening value) {
        happening = value;
    }

    synchronized List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    List<HttpRequest> changing() {
        return exchanges().stream()
                .map(Exchange::request)
                .filter(HttpRequest::changing)
                .toList();
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public HttpResponse send(HttpRequest request) throws NetworkException {
        call.checkActive();
        check(request);
        HttpResponse response = null;
        try {
            if (call.remaining().isZero()) {
                throw new NetworkException(
                        ErrorKind.TRANSIENT, "The time for this call was over before the request left");
            }
            response = happening.meet(request, onward(request));
            return response;
        } finally {
            record(new Exchange(request, response));
        }
    }

    private synchronized void record(Exchange exchange) {
        exchanges.add(exchange);
    }

    private void check(HttpRequest request) throws NetworkException {
        URI address = request.address();
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        if (!"https".equals(address.getScheme()) || address.getPort() != -1 && address.getPort() != 443) {
            refuse(ErrorKind.POLICY_REJECTED, "an address that is not plain https: " + host);
        }
        if (subject.kit().descriptor().allowedHosts().stream().noneMatch(allowed -> allows(allowed, host))) {
            refuse(ErrorKind.POLICY_REJECTED, "a host that the descriptor does not allow: " + host);
        }
        if (request.operation().isBlank()) {
            refuse(ErrorKind.DEFECT, "a request without the name of its operation");
        }
        for (String name : request.headers().keySet()) {
            if (HOST_OWNED.contains(name.toLowerCase(Locale.ROOT))) {
                refuse(ErrorKind.DEFECT, "a header that is not a plugin's to set: " + name);
            }
        }
        if (request.body() != null && request.media() != null) {
            refuse(ErrorKind.DEFECT, "a request with two bodies");
        }
    }

    private void refuse(ErrorKind kind, String what) throws NetworkException {
        synchronized (this) {
            violations.add(what);
        }
        throw new NetworkException(kind, "The kit's channel refuses " + what);
    }

    private static boolean allows(String allowed, String host) {
        return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
    }

    private Onward onward(HttpRequest request) {
        return new Onward() {
            @Override
            public HttpResponse send() throws NetworkException {
                return transfer(request);
            }

            @Override
            public HttpResponse cut(Wire.Cut cut) throws NetworkException {
                return broken(request, cut);
            }

            @Override
            public HttpResponse hang() throws NetworkException {
                return waitForNothing(request);
            }
        };
    }

    private HttpResponse transfer(HttpRequest request) throws NetworkException {
        try {
            return Wire.exchange(request, target(request), body(request), call.remaining());
        } catch (HttpTimeoutException late) {
            throw lost(request, "no complete answer came in time");
        } catch (IOException broken) {
            throw lost(request, "the connection was lost before the answer was complete");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw lost(request, "the call was stopped");
        }
    }

    private HttpResponse broken(HttpRequest request, Wire.Cut cut) throws NetworkException {
        switch (cut) {
            case BEFORE_CONNECT ->
                throw new NetworkException(ErrorKind.TRANSIENT, request.operation() + ": no connection could be made");
            case IN_REQUEST_HEAD, IN_REQUEST_BODY -> {
                try {
                    Wire.sendPart(request, target(request), body(request), cut == Wire.Cut.IN_REQUEST_BODY);
                } catch (IOException hungUp) {
                    throw lost(request, "the connection was lost before the request was complete");
                }
                throw lost(request, "the connection was lost before the request was complete");
            }
            case BEFORE_ANSWER -> {
                HttpResponse unheard = transfer(request);
                throw lost(request, "the connection was lost before the answer (" + unheard.body().length + " bytes)");
            }
            case IN_ANSWER_BODY -> {
                HttpResponse whole = transfer(request);
                return new HttpResponse(
                        whole.status(), whole.headers(), Arrays.copyOf(whole.body(), whole.body().length / 2));
            }
            case AFTER_ANSWER_HEAD -> {
                HttpResponse whole = transfer(request);
                return new HttpResponse(whole.status(), whole.headers(), new byte[0]);
            }
        }
        throw new IllegalStateException("There is no such cut");
    }

    private HttpResponse waitForNothing(HttpRequest request) throws NetworkException {
        try {
            Thread.sleep(call.remaining().toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw lost(request, "the call was stopped");
        }
        throw lost(request, "no complete answer came in time");
    }

    private static NetworkException lost(HttpRequest request, String reason) {
        return new NetworkException(
                request.changing() ? ErrorKind.OUTCOME_UNKNOWN : ErrorKind.TRANSIENT,
                request.operation() + " at " + request.address().getHost() + ": " + reason);
    }

    private URI target(HttpRequest request) {
        return subject.simulator().route(request.address());
    }

    private byte[] body(HttpRequest request) throws IOException {
        MediaSlice slice = request.media();
        byte[] body = request.body();
        if (slice == null) {
            return body == null ? new byte[0] : body;
        }
        try (InputStream file = call.media().open(slice.media(), slice.offset())) {
            return file.readNBytes(Math.toIntExact(slice.length()));
        }
    }

    /** An answer of the network's, as a test writes it. */
    static HttpResponse answer(int status, Map<String, String> headers, byte[] body) {
        Map<String, List<String>> lower = new java.util.TreeMap<>();
        lower.put("content-type", List.of("application/json"));
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new HttpResponse(status, lower, body);
    }

    static Duration atLeastZero(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
