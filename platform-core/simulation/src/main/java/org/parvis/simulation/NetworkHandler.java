package org.parvis.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one network: reads a request, lets the faults have their say, has the network answer, and notes both. Blocks the
 * serving thread while an exchange is held.
 */
final class NetworkHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkHandler.class);
    private static final int LARGEST_BODY = 64 << 20;
    private static final Duration DRIP = Duration.ofSeconds(1);

    private final SimulatedNetwork network;
    private final Faults faults;
    private final ExchangeLog log;
    private final ArchiveFiles files;

    NetworkHandler(SimulatedNetwork network, Faults faults, ExchangeLog log, ArchiveFiles files) {
        this.network = network;
        this.faults = faults;
        this.log = log;
        this.files = files;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange head = read(request, new byte[0]);
        Optional<Reply> file = files.at(head.path());
        if (file.isPresent()) {
            return send(null, file.get(), request, response, callback);
        }
        String operation = network.operation(head);
        String account = network.account(head).orElse("");
        Optional<Faults.Active> fault = faults.hit(network.id(), head, operation, account);
        if (fault.isPresent() && fault.get().fault().kind() == Fault.Kind.REFUSE) {
            log.add(network.id(), operation, account, head, 0, new byte[0]);
            return cut(request, callback);
        }
        Exchange exchange = new Exchange(
                head.id(), head.method(), head.path(), head.query(), head.headers(), body(request), head.target());
        Optional<Reply> reply = fault.isEmpty() ? Optional.of(answer(exchange)) : hit(fault.get(), exchange);
        log.add(
                network.id(),
                operation,
                account,
                exchange,
                reply.map(Reply::status).orElse(0),
                reply.map(Reply::body).orElse(new byte[0]));
        if (reply.isEmpty()) {
            return cut(request, callback);
        }
        return send(fault.orElse(null), reply.get(), request, response, callback);
    }

    /** What a fault makes of an exchange; empty where the connection is to be cut. */
    private Optional<Reply> hit(Faults.Active fault, Exchange exchange) throws InterruptedException {
        Fault.Details details = fault.fault().details();
        switch (fault.fault().kind()) {
            case STATUS -> {
                return Optional.of(given(details));
            }
            case STATUS_AFTER -> {
                answer(exchange);
                return Optional.of(given(details));
            }
            case HANG -> {
                return faults.hold(fault) == Faults.Outcome.GO_ON ? Optional.of(answer(exchange)) : Optional.empty();
            }
            case HOLD_AFTER -> {
                Reply reply = answer(exchange);
                return faults.hold(fault) == Faults.Outcome.GO_ON ? Optional.of(reply) : Optional.empty();
            }
            case DO_WITHOUT_ANSWERING -> {
                answer(exchange);
                return Optional.empty();
            }
            case GARBLE -> {
                return Optional.of(answer(exchange).garbled());
            }
            case ANSWER_AFTER -> {
                Reply reply = answer(exchange);
                faults.pause(fault, details.time());
                return Optional.of(reply);
            }
            default -> {
                return Optional.of(answer(exchange));
            }
        }
    }

    /** The answer that a fault gives, as large and as packed as it says. */
    private static Reply given(Fault.Details details) {
        String text = details.body();
        String type = text.startsWith("{") || text.startsWith("[") ? "application/json" : "text/html";
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        if (text.isEmpty() && details.bytes() > 0) {
            body = new byte[details.bytes()];
            Arrays.fill(body, (byte) ' ');
        }
        boolean packed = "gzip".equals(details.headers().get("content-encoding"));
        return Reply.of(details.status(), type + "; charset=utf-8", packed ? packed(body) : body)
                .with(details.headers());
    }

    private static byte[] packed(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
            packing.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Reply answer(Exchange exchange) {
        try {
            return network.answer(exchange);
        } catch (RuntimeException e) {
            LOG.error("{} {} {} failed in the simulator.", network.id(), exchange.method(), exchange.path(), e);
            return Reply.text(500, "text/plain", "The simulator itself failed: " + e);
        }
    }

    private boolean send(
            Faults.@org.jspecify.annotations.Nullable Active fault,
            Reply reply,
            Request request,
            Response response,
            Callback callback)
            throws Exception {
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put("x-transaction-id", Long.toHexString(System.nanoTime()));
        byte[] body = request.getMethod().equals("HEAD") ? new byte[0] : reply.body();
        response.getHeaders().put("content-length", body.length);
        Fault.Kind kind =
                fault == null ? Fault.Kind.ANSWER_AFTER : fault.fault().kind();
        if (fault != null && kind == Fault.Kind.TRUNCATE) {
            int length = Math.min(fault.fault().details().bytes(), Math.max(0, body.length - 1));
            write(response, body, 0, length, false);
            return cut(request, callback);
        }
        if (fault != null && kind == Fault.Kind.DRIP) {
            drip(fault, response, body);
            callback.succeeded();
            return true;
        }
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private void drip(Faults.Active fault, Response response, byte[] body) throws Exception {
        int at = 0;
        while (at < body.length && faults.pause(fault, DRIP)) {
            write(response, body, at++, 1, at == body.length);
        }
        write(response, body, at, body.length - at, true);
    }

    private static void write(Response response, byte[] body, int from, int length, boolean last) throws Exception {
        try (Blocker.Callback done = Blocker.callback()) {
            response.write(last, ByteBuffer.wrap(body, from, length), done);
            done.block();
        }
    }

    /** Resets the connection, so that the other side cannot take it for an orderly end. */
    private static boolean cut(Request request, Callback callback) throws Exception {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (endPoint.getTransport() instanceof SocketChannel socket && socket.isOpen()) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        }
        callback.failed(new CancellationException("The connection was cut on demand."));
        return true;
    }

    private static byte[] body(Request request) throws Exception {
        try (InputStream stream = Content.Source.asInputStream(request)) {
            return stream.readNBytes(LARGEST_BODY);
        }
    }

    static Exchange read(Request request, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), field.getValue());
        }
        String query = request.getHttpURI().getQuery();
        String path = request.getHttpURI().getDecodedPath();
        String id = headers.getOrDefault("x-request-id", UUID.randomUUID().toString());
        return new Exchange(
                id,
                request.getMethod(),
                path == null ? "/" : path,
                Exchange.decode(query == null ? "" : query),
                headers,
                body,
                String.valueOf(request.getHttpURI().getPathQuery()));
    }
}
