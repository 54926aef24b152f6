package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.toolkit.json.Json;
import org.parvis.toolkit.signature.Signatures;

/** Webhooks signed with HMAC-SHA256 in hexadecimal: {@code {"type":"received","account":"…","item":{…}}}. */
final class LoopbackWebhooks implements WebhookReceiver {
    static final String SIGNATURE = "x-loopback-signature";

    @Override
    public Optional<WebhookReply> handshake(WebhookRequest request, String secret) {
        if (!request.method().equals("GET")) {
            return Optional.empty();
        }
        return request.parameter("challenge").map(challenge -> {
            byte[] hash = Signatures.hmacSha256(secret, challenge.getBytes(StandardCharsets.UTF_8));
            return new WebhookReply("text/plain", HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII));
        });
    }

    @Override
    public boolean verify(WebhookRequest request, String secret) {
        byte[] given = Signatures.fromHex(request.header(SIGNATURE).orElse(""));
        return !secret.isEmpty() && Signatures.equal(Signatures.hmacSha256(secret, request.body()), given);
    }

    @Override
    public List<WebhookSignal> parse(WebhookRequest request) throws NetworkException {
        JsonNode body = Json.parse(request.body())
                .filter(JsonNode::isObject)
                .orElseThrow(
                        () -> new NetworkException(ErrorKind.UNSUPPORTED, "The webhook's body is not a JSON object"));
        String account = Json.id(body, "account");
        if (account == null) {
            return List.of();
        }
        RemoteId whose = new RemoteId(account);
        JsonNode item = Json.at(body, "item");
        return switch (Json.textOr("", body, "type")) {
            case "received" ->
                LoopbackMessage.item(item).<WebhookSignal>map(i -> new WebhookSignal.ItemReceived(whose, i)).stream()
                        .toList();
            case "changed" ->
                LoopbackMessage.item(item).<WebhookSignal>map(i -> new WebhookSignal.ItemChanged(whose, i)).stream()
                        .toList();
            case "removed" ->
                LoopbackMessage.item(item)
                        .<WebhookSignal>map(i -> new WebhookSignal.ItemRemoved(whose, i.id()))
                        .stream()
                        .toList();
            case "resync" -> List.of(new WebhookSignal.Resync(whose, InboxFeed.COMMENTS));
            case "revoked" -> List.of(new WebhookSignal.AccountRevoked(whose));
            default -> List.of();
        };
    }
}
