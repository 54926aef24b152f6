package org.parvis.loopback;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.tck.ErrorScenario;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.NetworkTck;
import org.parvis.tck.WebhookHandshake;
import org.parvis.tck.WebhookSample;
import org.parvis.toolkit.signature.Signatures;

/** The reference plugin passes the kit. */
class LoopbackNetworkTck extends NetworkTck {
    private static final String SECRET = "secret-of-parvis";
    private static final Instant NOW = Instant.parse("2031-04-05T06:07:08Z");

    @Override
    protected NetworkPlugin plugin() {
        return new LoopbackNetwork();
    }

    @Override
    protected NetworkSimulator simulator() throws Exception {
        return new LoopbackSimulator();
    }

    @Override
    protected List<ErrorScenario> errorScenarios() {
        return List.of(
                ErrorScenario.reading("expired", 401, error("token-expired"), ErrorKind.TOKEN_EXPIRED),
                ErrorScenario.reading("revoked", 401, error("revoked"), ErrorKind.AUTHORIZATION_REVOKED),
                ErrorScenario.reading("retired", 404, error("retired"), ErrorKind.API_RETIRED),
                ErrorScenario.reading("dailyLimit", 429, error("daily-limit"), ErrorKind.QUOTA_EXHAUSTED),
                ErrorScenario.reading("shortLimit", 429, error("slow-down"), ErrorKind.RATE_LIMITED)
                        .with("Retry-After", "30"),
                ErrorScenario.publishing("duplicate", 409, error("duplicate"), ErrorKind.DUPLICATE),
                ErrorScenario.publishing("tooLong", 400, error("text-too-long"), ErrorKind.CONTENT_REJECTED),
                ErrorScenario.publishing("unknownCode", 400, error("news"), ErrorKind.CONTENT_REJECTED));
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"No\"}}";
    }

    @Override
    protected List<WebhookSample> webhookSamples() {
        String item =
                "\"item\":{\"id\":\"m7\",\"kind\":\"comment\",\"author\":\"jo\",\"conversation\":\"m1\",\"parent\":\"m1\","
                        + "\"at\":\"2031-04-05T06:00:00Z\",\"text\":\"Hello\"}";
        return List.of(
                sample("received", item, WebhookSignal.ItemReceived.class),
                sample("changed", item, WebhookSignal.ItemChanged.class),
                sample("removed", item, WebhookSignal.ItemRemoved.class),
                sample("resync", "\"item\":null", WebhookSignal.Resync.class),
                sample("revoked", "\"item\":null", WebhookSignal.AccountRevoked.class));
    }

    private static WebhookSample sample(String type, String item, Class<? extends WebhookSignal> expected) {
        byte[] body =
                ("{\"type\":\"" + type + "\",\"account\":\"acme\"," + item + "}").getBytes(StandardCharsets.UTF_8);
        String signature = HexFormat.of().formatHex(Signatures.hmacSha256(SECRET, body));
        WebhookRequest request =
                new WebhookRequest("POST", Map.of(LoopbackWebhooks.SIGNATURE, List.of(signature)), Map.of(), body, NOW);
        return new WebhookSample(type, request, SECRET, List.of(expected));
    }

    @Override
    protected List<WebhookHandshake> webhookHandshakes() {
        byte[] challenge = "c-4711".getBytes(StandardCharsets.UTF_8);
        WebhookRequest request =
                new WebhookRequest("GET", Map.of(), Map.of("challenge", List.of("c-4711")), new byte[0], NOW);
        String answer = HexFormat.of().formatHex(Signatures.hmacSha256(SECRET, challenge));
        return List.of(new WebhookHandshake("challenge", request, SECRET, answer));
    }
}
