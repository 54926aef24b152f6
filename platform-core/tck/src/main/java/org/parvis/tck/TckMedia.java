package org.parvis.tck;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;
import org.parvis.spi.MediaReader;

/** The media library of one test; a file's public address leads to a server of its own, as long as the test lasts. */
final class TckMedia implements MediaReader, AutoCloseable {
    private final Map<MediaId, MediaFile> files = new LinkedHashMap<>();
    private @Nullable HttpServer server;

    synchronized MediaRef add(MediaFile file) {
        MediaId id = new MediaId(new UUID(7, files.size() + 1L));
        files.put(id, file);
        return new MediaRef(
                id,
                file.type(),
                file.content().length,
                file.width(),
                file.height(),
                file.duration(),
                "An orange field beside a black one");
    }

    private synchronized MediaFile file(MediaId id) throws IOException {
        MediaFile file = files.get(id);
        if (file == null) {
            throw new IOException("There is no file " + id);
        }
        return file;
    }

    @Override
    public InputStream open(MediaRef media, long offset) throws IOException {
        byte[] content = file(media.id()).content();
        int from = Math.toIntExact(offset);
        return new ByteArrayInputStream(content, from, content.length - from);
    }

    @Override
    public synchronized URI publicAddress(MediaRef media, Duration validity) {
        if (server == null) {
            server = apart();
        }
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + media.id());
    }

    /** Made in a call, but not by the plugin: its threads must not count as those that a call left behind. */
    private HttpServer apart() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        FutureTask<HttpServer> task = new FutureTask<>(this::serve);
        new Thread(root, task, "tck-media").start();
        try {
            return task.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The media server does not start", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the media server started", stopped);
        }
    }

    private HttpServer serve() {
        try {
            HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            fresh.createContext("/", this::answer);
            fresh.start();
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String id = exchange.getRequestURI().getPath().substring(1);
            MediaFile file = file(new MediaId(UUID.fromString(id)));
            exchange.getResponseHeaders().set("Content-Type", file.type());
            exchange.sendResponseHeaders(200, file.content().length);
            exchange.getResponseBody().write(file.content());
        }
    }

    @Override
    public synchronized void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
