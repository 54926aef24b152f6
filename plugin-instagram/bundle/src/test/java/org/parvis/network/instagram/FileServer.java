package org.parvis.network.instagram;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.parvis.model.MediaId;
import org.parvis.model.MediaRef;

/** The media library's public door: the network fetches files from here. */
final class FileServer implements AutoCloseable {

    private record Served(String type, byte[] bytes) {}

    private final HttpServer server;
    private int added;
    private final Map<String, Served> files = new ConcurrentHashMap<>();

    FileServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    MediaRef add(String type, byte[] bytes) {
        MediaId id = new MediaId(new UUID(1, added++));
        files.put(id.toString(), new Served(type, bytes));
        return new MediaRef(id, type, bytes.length, 640, 640, null, "what it shows");
    }

    MediaRef picture(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        return add("image/jpeg", bytes.toByteArray());
    }

    MediaRef film() {
        byte[] bytes = Arrays.copyOf("....ftypisom....mp42".getBytes(StandardCharsets.US_ASCII), 4096);
        return add("video/mp4", bytes);
    }

    void remove(MediaRef file) {
        files.remove(file.id().toString());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Served file = files.get(exchange.getRequestURI().getPath().substring(1));
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", file.type());
            exchange.sendResponseHeaders(200, file.bytes().length);
            exchange.getResponseBody().write(file.bytes());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
