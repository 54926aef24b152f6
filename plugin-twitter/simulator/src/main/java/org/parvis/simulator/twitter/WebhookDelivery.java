package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends to webhooks, signed, and only to this machine. Thread-safe; blocks while it sends. */
final class WebhookDelivery {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 3;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIME).build();
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    static boolean allowed(String url) {
        try {
            URI uri = URI.create(url);
            return "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static String signature(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA256.", e);
        }
    }

    /** X's challenge: whoever owns the address must know the app's secret. */
    boolean check(String url, String secret) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        URI uri = URI.create(url + (url.contains("?") ? "&" : "?") + "crc_token=" + token);
        try {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(TIME).build(), HttpResponse.BodyHandlers.ofByteArray());
            String expected = signature(secret, token.getBytes(StandardCharsets.UTF_8));
            return answer.statusCode() == 200
                    && JSON.readTree(answer.body())
                            .path("response_token")
                            .asText()
                            .equals(expected);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void deliver(String url, String secret, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIME)
                .header("content-type", "application/json")
                .header("x-twitter-webhooks-signature", signature(secret, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    delivered.incrementAndGet();
                    return;
                }
            } catch (IOException e) {
                // the next attempt may reach it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        failed.incrementAndGet();
    }

    int delivered() {
        return delivered.get();
    }

    int failed() {
        return failed.get();
    }
}
