package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody's webhook: answers the challenge, and keeps what is delivered with a good signature. */
final class HookReceiver implements AutoCloseable {

    final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
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

    private String signature(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + Base64.getEncoder().encodeToString(mac.doFinal(bytes));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        byte[] answer = new byte[0];
        if (exchange.getRequestMethod().equals("GET")) {
            String token = exchange.getRequestURI().getQuery().replace("crc_token=", "");
            answer = ("{\"response_token\":\"" + signature(token.getBytes(StandardCharsets.UTF_8)) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
        } else if (signature(body).equals(exchange.getRequestHeaders().getFirst("x-twitter-webhooks-signature"))) {
            events.add(SmallWorld.JSON.readTree(body));
        } else {
            badSignatures.add(new String(body, StandardCharsets.UTF_8));
        }
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
