package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.signature.Signatures;

/** What X pushes: the activity API's events, and the account activity API's that it replaces. */
final class TwitterWebhooks implements WebhookReceiver {
    private static final String SIGNATURE = "x-twitter-webhooks-signature";
    private static final String ALGORITHM = "sha256=";

    /** X asks at registration and then every hour whether we know the secret. */
    @Override
    public Optional<WebhookReply> handshake(WebhookRequest request, String secret) {
        if (!request.method().equals("GET")) {
            return Optional.empty();
        }
        return request.parameter("crc_token").map(token -> {
            byte[] hash = Signatures.hmacSha256(secret, token.getBytes(StandardCharsets.UTF_8));
            ObjectNode reply = Json.object()
                    .put("response_token", ALGORITHM + Base64.getEncoder().encodeToString(hash));
            return new WebhookReply("application/json", Json.bytes(reply));
        });
    }

    @Override
    public boolean verify(WebhookRequest request, String secret) {
        String given = request.header(SIGNATURE).orElse("");
        if (!given.startsWith(ALGORITHM) || secret.isEmpty()) {
            return false;
        }
        byte[] hash = Signatures.fromBase64(given.substring(ALGORITHM.length()));
        return Signatures.equal(Signatures.hmacSha256(secret, request.body()), hash);
    }

    @Override
    public List<WebhookSignal> parse(WebhookRequest request) throws NetworkException {
        JsonNode body = Json.parse(request.body())
                .filter(JsonNode::isObject)
                .orElseThrow(
                        () -> new NetworkException(ErrorKind.UNSUPPORTED, "The webhook's body is not a JSON object"));
        List<WebhookSignal> signals = new ArrayList<>();
        if (!Json.at(body, "for_user_id").isMissingNode()
                || !Json.at(body, "user_event").isMissingNode()) {
            new LegacyActivity(body, request.receivedAt()).collect(signals);
        } else {
            for (JsonNode event : Json.list(body, "data")) {
                new Activity(event, body, request.receivedAt()).collect(signals);
            }
        }
        return signals;
    }
}
