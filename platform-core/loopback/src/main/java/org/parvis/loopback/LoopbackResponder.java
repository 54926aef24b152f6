package org.parvis.loopback;

import java.time.Instant;
import java.util.function.Consumer;
import org.parvis.model.Author;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.Sent;

/** Answers once for a key, and moderates. */
final class LoopbackResponder implements Responder {
    private final LoopbackWorld world;

    LoopbackResponder(LoopbackWorld world) {
        this.world = world;
    }

    @Override
    public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        Message parent = present(target.item());
        Author author = world.person(call.account().handle());
        Instant now = call.clock().instant();
        Message.Kind kind =
                target.kind() == ItemKind.DIRECT_MESSAGE ? Message.Kind.DIRECT_MESSAGE : Message.Kind.COMMENT;
        return world.step("reply", () -> {
            Message sent = world.writeOnce(
                    call.idempotencyKey(),
                    () -> world.add(kind, author, author.id(), parent, null, now, message.text()));
            return new Sent(sent.id, sent.writtenAt);
        });
    }

    @Override
    public void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
        change("hide", target.item(), message -> message.hidden = hidden);
    }

    @Override
    public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        change("remove", target.item(), message -> message.removed = true);
    }

    @Override
    public void like(NetworkCall call, ReplyTarget target, boolean liked) throws NetworkException {
        change("like", target.item(), message -> message.likes = liked ? 1 : 0);
    }

    private void change(String operation, RemoteId id, Consumer<Message> change) throws NetworkException {
        Message message = present(id);
        world.step(operation, () -> {
            change.accept(message);
            return message;
        });
    }

    private Message present(RemoteId id) throws NetworkException {
        return world.find(id)
                .filter(message -> !message.removed)
                .orElseThrow(() -> new NetworkException(ErrorKind.NOT_FOUND, "The loopback network has no " + id));
    }
}
