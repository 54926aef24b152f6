package org.parvis.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between the platform and a real server; when told to, it lets a request be done and keeps the answer to itself. */
final class HeldAnswers implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade", "http2-settings", "expect");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI server;
    private final HttpServer proxy;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "held-answers");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<Held> all = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Held> next = new AtomicReference<>();
    private volatile Held latest = new Held("");

    /** One request whose answer is kept. */
    private static final class Held {
        private final String end;
        private final CountDownLatch done = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        Held(String end) {
            this.end = end;
        }
    }

    HeldAnswers(URI server) throws IOException {
        this.server = server;
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        proxy.setExecutor(threads);
        proxy.createContext("/", this::pass);
        proxy.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());
    }

    /** The next request whose path ends so is done, and not answered until {@link #letGo}. */
    void hold(String end) {
        latest = new Held(end);
        all.add(latest);
        next.set(latest);
    }

    /** Whether the held request is done within this time; returns as soon as it is. */
    boolean awaitDone(Duration patience) throws InterruptedException {
        return latest.done.await(patience.toSeconds(), TimeUnit.SECONDS);
    }

    /** Hands over the answer that was held last; those of earlier ones stay kept. */
    void letGo() {
        latest.release.countDown();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    URI.create(server + exchange.getRequestURI().toString()));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            byte[] body = exchange.getRequestBody().readAllBytes();
            request.method(
                    exchange.getRequestMethod(),
                    body.length == 0
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofByteArray(body));
            HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Held wanted = next.get();
            if (wanted != null
                    && exchange.getRequestURI().getPath().endsWith(wanted.end)
                    && next.compareAndSet(wanted, null)) {
                wanted.done.countDown();
                wanted.release.await();
            }
            answer(exchange, answer);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        all.forEach(held -> held.release.countDown());
        proxy.stop(0);
        threads.shutdownNow();
    }
}
