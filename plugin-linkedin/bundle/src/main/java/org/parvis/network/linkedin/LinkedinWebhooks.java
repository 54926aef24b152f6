package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/**
 * What LinkedIn pushes: that something happened under a page's posts. A notification names the comment but not what it
 * answers, so that comments are fetched; what was deleted is told as it is.
 */
final class LinkedinWebhooks implements WebhookReceiver {
    private static final String SIGNATURE = "x-li-signature";
    private static final String PREFIX = "hmacsha256=";
    private static final Set<String> COMMENTED = Set.of("COMMENT", "ADMIN_COMMENT", "COMMENT_EDIT");
    private static final Set<String> MENTIONED = Set.of("SHARE_MENTION", "PHOTO_MENTION");

    /** LinkedIn asks at registration and then every two hours whether we know the secret. */
    @Override
    public Optional<WebhookReply> handshake(WebhookRequest request, String secret) {
        if (!request.method().equals("GET") || secret.isEmpty()) {
            return Optional.empty();
        }
        return request.parameter("challengeCode").map(code -> {
            byte[] hash = Signatures.hmacSha256(secret, code.getBytes(StandardCharsets.UTF_8));
            ObjectNode reply = Json.object()
                    .put("challengeCode", code)
                    .put("challengeResponse", HexFormat.of().formatHex(hash));
            return new WebhookReply("application/json", Json.bytes(reply));
        });
    }

    /** Over the prefix and the raw body; the header carries the hash with the prefix or without. */
    @Override
    public boolean verify(WebhookRequest request, String secret) {
        String given = request.header(SIGNATURE).orElse("").strip();
        String hex = given.startsWith(PREFIX) ? given.substring(PREFIX.length()) : given;
        if (hex.isEmpty() || secret.isEmpty()) {
            return false;
        }
        byte[] prefix = PREFIX.getBytes(StandardCharsets.US_ASCII);
        byte[] signed = new byte[prefix.length + request.body().length];
        System.arraycopy(prefix, 0, signed, 0, prefix.length);
        System.arraycopy(request.body(), 0, signed, prefix.length, request.body().length);
        return Signatures.equal(Signatures.hmacSha256(secret, signed), Signatures.fromHex(hex));
    }

    @Override
    public List<WebhookSignal> parse(WebhookRequest request) throws NetworkException {
        JsonNode body = Json.parse(request.body())
                .filter(JsonNode::isObject)
                .orElseThrow(
                        () -> new NetworkException(ErrorKind.UNSUPPORTED, "The webhook's body is not a JSON object"));
        Set<WebhookSignal> signals = new LinkedHashSet<>();
        for (JsonNode notification : Json.list(body, "notifications")) {
            String page = Json.id(notification, "organizationalEntity");
            if (page != null && page.length() <= RemoteId.MAX_LENGTH) {
                collect(notification, new RemoteId(page), signals);
            }
        }
        return new ArrayList<>(signals);
    }

    private static void collect(JsonNode notification, RemoteId page, Set<WebhookSignal> signals) {
        String action = Json.textOr("", notification, "action");
        if (COMMENTED.contains(action)) {
            signals.add(new WebhookSignal.Resync(page, InboxFeed.COMMENTS));
        } else if (MENTIONED.contains(action)) {
            signals.add(new WebhookSignal.Resync(page, InboxFeed.MENTIONS));
        } else if (action.equals("COMMENT_DELETE")) {
            String comment = Json.id(notification, "generatedActivity");
            signals.add(
                    comment == null || comment.length() > RemoteId.MAX_LENGTH
                            ? new WebhookSignal.Resync(page, InboxFeed.COMMENTS)
                            : new WebhookSignal.ItemRemoved(page, new RemoteId(comment)));
        }
    }
}
