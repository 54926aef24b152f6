package org.parvis.tck;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/** Real HTTP between plugin and simulator, which can end at any byte. Thread-safe; its threads are daemons of the whole run. */
final class Wire {
    /** Threads of the client must not look as if a plugin had started them, so they live in a group of their own. */
    private static final ThreadGroup GROUP = new ThreadGroup(root(), "tck-wire");

    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final HttpClient CLIENT = client();

    private Wire() {}

    /** Where an exchange ends. */
    enum Cut {
        /** No connection is made. */
        BEFORE_CONNECT,
        /** The connection ends in the middle of the request's head. */
        IN_REQUEST_HEAD,
        /** The connection ends in the middle of the request's body. */
        IN_REQUEST_BODY,
        /** The network has it all and did it; no byte of the answer comes. */
        BEFORE_ANSWER,
        /** The answer's status and half of its body come, and nothing tells that there was more. */
        IN_ANSWER_BODY,
        /** The answer's status comes without a body. */
        AFTER_ANSWER_HEAD
    }

    private static ThreadGroup root() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    private static HttpClient client() {
        var executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(GROUP, task, "tck-wire-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(executor)
                .build();
    }

    /** Made before a plugin can be blamed for its threads. */
    static void warmUp() {
        CLIENT.version();
    }

    static HttpResponse exchange(HttpRequest request, URI at, byte[] body, Duration within)
            throws IOException, InterruptedException {
        var wire = java.net.http.HttpRequest.newBuilder(at).timeout(within);
        request.headers().forEach(wire::header);
        wire.method(request.method(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        var answer = CLIENT.send(wire.build(), BodyHandlers.ofByteArray());
        Map<String, List<String>> headers = new HashMap<>();
        answer.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new HttpResponse(answer.statusCode(), headers, answer.body());
    }

    /** Sends a part of a request and hangs up. */
    static void sendPart(HttpRequest request, URI at, byte[] body, boolean wholeHead) throws IOException {
        byte[] head = head(request, at, body.length);
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.write(wholeHead ? head : Arrays.copyOf(head, head.length / 2));
        if (wholeHead) {
            part.write(body, 0, body.length / 2);
        }
        try (Socket socket = new Socket(at.getHost(), at.getPort());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            socket.setSoTimeout(2000);
            out.write(part.toByteArray());
            out.flush();
            socket.shutdownOutput();
            // the other side has noticed when it answers or hangs up, and so does nothing later
            drain(in);
        }
    }

    private static void drain(InputStream in) {
        try {
            in.readAllBytes();
        } catch (IOException hungUp) {
            return;
        }
    }

    private static byte[] head(HttpRequest request, URI at, int length) {
        String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
        StringBuilder head = new StringBuilder(request.method() + " " + at.getRawPath() + query + " HTTP/1.1\r\nHost: "
                + at.getRawAuthority() + "\r\nConnection: close\r\n");
        request.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        // a request without a body would be whole already: announce one byte that never comes
        head.append("Content-Length: ").append(Math.max(1, length)).append("\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
