package org.parvis.simulator.facebook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.parvis.simulation.Exchange;

/** Somebody's webhook: answers the challenge, and keeps what is delivered with a good signature. */
final class HookReceiver implements AutoCloseable {

    static final String VERIFY_TOKEN = "known to both sides";

    final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    final List<String> badSignatures = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final String secret;

    HookReceiver(String secret) throws IOException {
        this.secret = secret;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        byte[] answer = new byte[0];
        int status = 200;
        if (exchange.getRequestMethod().equals("GET")) {
            Map<String, List<String>> query =
                    Exchange.decode(exchange.getRequestURI().getRawQuery());
            if (query.get("hub.verify_token").get(0).equals(VERIFY_TOKEN)) {
                answer = query.get("hub.challenge").get(0).getBytes(StandardCharsets.UTF_8);
            } else {
                status = 403;
            }
        } else if (signature(body).equals(exchange.getRequestHeaders().getFirst("X-Hub-Signature-256"))) {
            bodies.add(new String(body, StandardCharsets.UTF_8));
        } else {
            badSignatures.add(new String(body, StandardCharsets.UTF_8));
        }
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private String signature(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
