package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.Permission;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.Sent;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/** Answers, hides, deletes, likes. */
final class TwitterResponder implements Responder {
    private static final Permission UNLESS_UNSUMMONED = new Permission(
            true,
            "X may refuse this answer: on its self-serve plans only those may be answered who mentioned the account or quoted"
                    + " one of its posts",
            null);

    @Override
    public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        if (!message.media().isEmpty()) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Pictures and films are not sent to X yet");
        }
        if (target.kind() == ItemKind.DIRECT_MESSAGE) {
            return sendDirect(call, target, message.text());
        }
        TwitterPublisher.Created created = TwitterPublisher.create(call, message.text(), target.item());
        return new Sent(created.id(), created.at());
    }

    private static Sent sendDirect(NetworkCall call, ReplyTarget target, String text) throws NetworkException {
        ObjectNode body = Json.object().put("text", text);
        JsonNode answer = new TwitterWire(call).create(Operations.DIRECT_CREATE, directPath(call, target), body);
        // One of X's own programs answers with the whole event instead of the two ids.
        return new Sent(
                TwitterPublisher.createdId(Operations.DIRECT_CREATE, answer, "dm_event_id", "id"),
                call.clock().instant());
    }

    /** To the other one, or to the group. */
    private static String directPath(NetworkCall call, ReplyTarget target) {
        String self = call.account().remoteId().value();
        String conversation = target.conversation().value();
        String other = DirectMessage.other(conversation, self);
        if (other != null) {
            return "/2/dm_conversations/with/" + Addresses.segment(other) + "/messages";
        }
        boolean group = !conversation.equals(target.item().value());
        return group
                ? "/2/dm_conversations/" + Addresses.segment(conversation) + "/messages"
                : "/2/dm_conversations/with/"
                        + Addresses.segment(target.author().value()) + "/messages";
    }

    /**
     * Whether somebody "summoned" the account cannot be read from an item alone: an answer to one of our posts mentions us
     * or not. So it is granted, with the reason why X may still refuse; a mention is a summons by itself.
     */
    @Override
    public Permission mayReply(ReplyTarget target) {
        return target.kind() == ItemKind.COMMENT ? UNLESS_UNSUMMONED : Permission.GRANTED;
    }

    @Override
    public void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
        requirePost(target, "X hides answers to the account's posts only");
        String path = "/2/tweets/" + Addresses.segment(target.item().value()) + "/hidden";
        new TwitterWire(call)
                .settle(Operations.POSTS_HIDE, "PUT", path, Json.object().put("hidden", hidden));
    }

    /** The account's own only; a direct message disappears for the account, not for the other. */
    @Override
    public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        if (!target.author().equals(call.account().remoteId())) {
            throw new NetworkException(
                    ErrorKind.UNSUPPORTED,
                    "X lets an account delete only what it wrote itself; hide the answer instead");
        }
        if (target.kind() != ItemKind.DIRECT_MESSAGE) {
            TwitterPublisher.delete(call, target.item());
            return;
        }
        String path = "/2/dm_events/" + Addresses.segment(target.item().value());
        new TwitterWire(call).delete(Operations.DIRECT_DELETE, path);
    }

    @Override
    public void like(NetworkCall call, ReplyTarget target, boolean liked) throws NetworkException {
        requirePost(target, "X has likes for posts only");
        TwitterWire wire = new TwitterWire(call);
        String likes = "/2/users/" + Addresses.segment(call.account().remoteId().value()) + "/likes";
        if (liked) {
            wire.settle(
                    Operations.LIKES_CREATE,
                    "POST",
                    likes,
                    Json.object().put("tweet_id", target.item().value()));
        } else {
            wire.delete(
                    Operations.LIKES_DELETE,
                    likes + "/" + Addresses.segment(target.item().value()));
        }
    }

    private static void requirePost(ReplyTarget target, String otherwise) throws NetworkException {
        if (target.kind() == ItemKind.DIRECT_MESSAGE) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, otherwise);
        }
    }
}
