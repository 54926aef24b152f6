package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
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

    static byte[] write(String type, Message message) {
        InboxItem item = message.toItem();
        var body = Json.object().put("type", type).put("account", message.account.value());
        body.putObject("item")
                .put("id", item.id().value())
                .put("kind", item.kind().name())
                .put("author", item.author().id().value())
                .put("conversation", item.conversation().value())
                .put("parent", message.parent == null ? null : message.parent.value())
                .put("at", item.publishedAt().toString())
                .put("text", item.text());
        return Json.bytes(body);
    }

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
                item(item).<WebhookSignal>map(i -> new WebhookSignal.ItemReceived(whose, i)).stream()
                        .toList();
            case "changed" ->
                item(item).<WebhookSignal>map(i -> new WebhookSignal.ItemChanged(whose, i)).stream()
                        .toList();
            case "removed" ->
                item(item).<WebhookSignal>map(i -> new WebhookSignal.ItemRemoved(whose, i.id())).stream()
                        .toList();
            case "resync" -> List.of(new WebhookSignal.Resync(whose, InboxFeed.COMMENTS));
            case "revoked" -> List.of(new WebhookSignal.AccountRevoked(whose));
            default -> List.of();
        };
    }

    private static Optional<InboxItem> item(JsonNode item) {
        String id = Json.id(item, "id");
        String author = Json.id(item, "author");
        String conversation = Json.id(item, "conversation");
        String parent = Json.id(item, "parent");
        ItemKind kind = kind(Json.textOr("", item, "kind"));
        if (id == null || author == null || conversation == null || kind == null) {
            return Optional.empty();
        }
        return Json.time(item, "at")
                .map(at -> InboxItem.builder(
                                new RemoteId(id), kind, new Author(new RemoteId(author), author, author, null), at)
                        .conversation(new RemoteId(conversation))
                        .inReplyTo(parent == null ? null : new RemoteId(parent))
                        .text(Json.textOr("", item, "text"))
                        .raw(Json.bytes(item))
                        .build());
    }

    private static @Nullable ItemKind kind(String name) {
        for (ItemKind kind : ItemKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return null;
    }
}
