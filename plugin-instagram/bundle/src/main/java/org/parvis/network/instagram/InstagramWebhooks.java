package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.signature.Signatures;

/** What Meta pushes about accounts. */
final class InstagramWebhooks implements WebhookReceiver {

    private static final String SIGNATURE = "x-hub-signature-256";
    private static final String ALGORITHM = "sha256=";

    @Override
    public Optional<WebhookReply> handshake(WebhookRequest request, String secret) {
        boolean asked = request.method().equals("GET")
                && request.parameter("hub.mode").filter("subscribe"::equals).isPresent();
        if (!asked || secret.isEmpty()) {
            return Optional.empty();
        }
        byte[] expected = verifyToken(secret).getBytes(StandardCharsets.UTF_8);
        byte[] given = request.parameter("hub.verify_token").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!Signatures.equal(expected, given)) {
            return Optional.empty();
        }
        return request.parameter("hub.challenge")
                .map(challenge -> new WebhookReply("text/plain", challenge.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * What the operator writes as verify token where the webhook is registered at Meta; the platform's own for networks that
     * it registers itself. Made of the application's secret, so
     * that there is no second one to keep, and the secret itself never stands in an address.
     */
    static String verifyToken(String secret) {
        byte[] hash = Signatures.hmacSha256(secret, "parvis-webhook".getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    /** Over the bytes as they came: Meta escapes what is not ASCII, and signs the escaped form. */
    @Override
    public boolean verify(WebhookRequest request, String secret) {
        String given = request.header(SIGNATURE).orElse("");
        if (!given.startsWith(ALGORITHM) || secret.isEmpty()) {
            return false;
        }
        byte[] hash = Signatures.fromHex(given.substring(ALGORITHM.length()));
        return Signatures.equal(Signatures.hmacSha256(secret, request.body()), hash);
    }

    @Override
    public List<WebhookSignal> parse(WebhookRequest request) throws NetworkException {
        JsonNode body = Json.parse(request.body())
                .filter(JsonNode::isObject)
                .orElseThrow(
                        () -> new NetworkException(ErrorKind.UNSUPPORTED, "The webhook's body is not a JSON object"));
        if (!Json.textOr("", body, "object").equals("instagram")) {
            return List.of();
        }
        // A batch asks for the same feed many times; once is enough.
        Set<WebhookSignal> signals = new LinkedHashSet<>();
        for (JsonNode entry : Json.list(body, "entry")) {
            String account = Json.id(entry, "id");
            if (account != null && account.length() <= RemoteId.MAX_LENGTH) {
                List<WebhookSignal> told = new ArrayList<>();
                InstagramEvents events = new InstagramEvents(account, time(entry, request));
                Json.list(entry, "changes").forEach(change -> events.change(change, told));
                // With Instagram Login, a change may stand in the entry itself.
                if (Json.text(entry, "field") != null) {
                    events.change(entry, told);
                }
                Json.list(entry, "messaging").forEach(event -> events.messaging(event, told));
                Json.list(entry, "standby").forEach(event -> events.messaging(event, told));
                signals.addAll(told);
            }
        }
        return List.copyOf(signals);
    }

    /** In seconds, or for messages in milliseconds; a comment's event says no other time. */
    private static Instant time(JsonNode entry, WebhookRequest request) {
        return Json.whole(entry, "time")
                .filter(time -> time > 0 && time < 100_000_000_000_000L)
                .map(time -> time > 100_000_000_000L ? Instant.ofEpochMilli(time) : Instant.ofEpochSecond(time))
                .orElse(request.receivedAt());
    }
}
