package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends to webhooks, signed, and only to this machine. Thread-safe; blocks while it sends. */
final class WebhookDelivery {
    private static final Duration TIME = Duration.ofSeconds(3);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIME).build();

    static boolean allowed(String url) {
        try {
            URI uri = URI.create(url);
            return "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static String hash(String secret, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA256.", e);
        }
    }

    /** LinkedIn's challenge: whoever owns the address must know the app's secret, and say so within three seconds. */
    boolean check(String url, String secret) {
        String code = UUID.randomUUID().toString();
        URI uri = URI.create(url + (url.contains("?") ? "&" : "?") + "challengeCode=" + code);
        try {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(uri).timeout(TIME).build(), HttpResponse.BodyHandlers.ofByteArray());
            JsonNode body = Changes.JSON.readTree(answer.body());
            return answer.statusCode() == 200
                    && body.path("challengeCode").asText().equals(code)
                    && body.path("challengeResponse")
                            .asText()
                            .equals(hash(secret, code.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether it was taken. */
    boolean deliver(String url, String secret, byte[] body, boolean prefixed) {
        byte[] prefix = "hmacsha256=".getBytes(StandardCharsets.US_ASCII);
        byte[] signed = new byte[prefix.length + body.length];
        System.arraycopy(prefix, 0, signed, 0, prefix.length);
        System.arraycopy(body, 0, signed, prefix.length, body.length);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIME)
                .header("content-type", "application/json")
                .header("x-li-signature", (prefixed ? "hmacsha256=" : "") + hash(secret, signed))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
