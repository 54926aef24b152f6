package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.Sent;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** Answers once for a key, and moderates. */
final class LoopbackResponder implements Responder {
    @Override
    public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        String kind = target.kind() == ItemKind.DIRECT_MESSAGE ? "direct_message" : "comment";
        return write(call, kind, target.item(), message.text());
    }

    static Sent write(NetworkCall call, String kind, RemoteId parent, String text) throws NetworkException {
        JsonNode answer = new LoopbackWire(call)
                .create(
                        Operations.WRITE,
                        "/messages",
                        Json.object()
                                .put("key", call.idempotencyKey().value())
                                .put("kind", kind)
                                .put("parent", parent.value())
                                .put("text", text));
        String id = Json.id(answer, "id");
        if (id == null) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "Loopback did not say which message it made");
        }
        return new Sent(
                new RemoteId(id), Json.time(answer, "at").orElse(call.clock().instant()));
    }

    @Override
    public void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
        new LoopbackWire(call)
                .settle(
                        Operations.MODERATE,
                        "PUT",
                        path(target) + "/hidden",
                        Json.object().put("on", hidden));
    }

    @Override
    public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        new LoopbackWire(call).settle(Operations.MODERATE, "DELETE", path(target), Json.object());
    }

    @Override
    public void like(NetworkCall call, ReplyTarget target, boolean liked) throws NetworkException {
        new LoopbackWire(call)
                .settle(
                        Operations.MODERATE,
                        "PUT",
                        path(target) + "/liked",
                        Json.object().put("on", liked));
    }

    private static String path(ReplyTarget target) {
        return "/messages/" + Addresses.segment(target.item().value());
    }
}
