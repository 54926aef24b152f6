package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemKind;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.Permission;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.Sent;

/** Answers, hides, deletes, likes. */
final class FacebookResponder implements Responder {

    /** Automation may answer within this time; a person within {@link #PERSON_WINDOW}. */
    static final Duration WINDOW = Duration.ofHours(24);

    static final Duration PERSON_WINDOW = Duration.ofDays(7);

    @Override
    public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        requireTextOnly(message);
        if (target.kind() == ItemKind.DIRECT_MESSAGE) {
            return message(call, target, message);
        }
        JsonNode answer = new Graph(call)
                .create(
                        Operations.COMMENT_CREATE,
                        Graph.path(target.item(), "comments"),
                        Map.of("message", message.text()));
        return sent(call, Operations.COMMENT_CREATE, answer, "id");
    }

    /**
     * Within 24 hours of the other's last message as an answer, later, where a person wrote it, with the tag for people. The
     * last message may be younger than the one that is answered, so that only Meta can say; it refuses what is too late.
     */
    private static Sent message(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        boolean own = target.author().equals(call.account().remoteId());
        String person = own ? target.conversation().value() : target.author().value();
        boolean late = call.clock().instant().isAfter(target.publishedAt().plus(WINDOW));
        ObjectNode body = send(message.text());
        body.putObject("recipient").put("id", person);
        if (late && message.byPerson()) {
            body.put("messaging_type", "MESSAGE_TAG").put("tag", "HUMAN_AGENT");
        } else {
            body.put("messaging_type", "RESPONSE");
        }
        return send(call, body);
    }

    /** Once for each comment, and within seven days of it. */
    @Override
    public Sent replyPrivately(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        requireTextOnly(message);
        if (target.kind() == ItemKind.DIRECT_MESSAGE) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "A direct message is answered, not answered privately");
        }
        ObjectNode body = send(message.text());
        body.putObject("recipient").put("comment_id", target.item().value());
        return send(call, body);
    }

    private static ObjectNode send(String text) {
        ObjectNode body = org.parvis.toolkit.json.Json.object();
        body.putObject("message").put("text", text);
        return body;
    }

    private static Sent send(NetworkCall call, ObjectNode body) throws NetworkException {
        Graph graph = new Graph(call);
        return sent(
                call,
                Operations.MESSAGE_SEND,
                graph.create(Operations.MESSAGE_SEND, graph.page("messages"), body),
                "message_id");
    }

    static Sent sent(NetworkCall call, String operation, JsonNode answer, String name) throws NetworkException {
        return new Sent(Graph.createdId(operation, answer, name), call.clock().instant());
    }

    private static void requireTextOnly(OutboundMessage message) throws NetworkException {
        if (!message.media().isEmpty()) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Files are not sent with answers on Facebook yet");
        }
    }

    @Override
    public Permission mayReply(ReplyTarget target) {
        if (target.kind() != ItemKind.DIRECT_MESSAGE) {
            return Permission.GRANTED;
        }
        Instant until = target.publishedAt().plus(PERSON_WINDOW);
        return new Permission(
                true,
                "Messenger takes answers for 24 hours after the last message, and for 7 days from a person where the"
                        + " application has the feature Human Agent",
                until);
    }

    @Override
    public void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
        requireComment(target, "Facebook hides comments only");
        new Graph(call)
                .settle(
                        Operations.COMMENT_HIDE,
                        Graph.path(target.item()),
                        Map.of("is_hidden", Boolean.toString(hidden)));
    }

    @Override
    public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        requireComment(target, "Facebook takes no messages back");
        new Graph(call).delete(Operations.DELETE, Graph.path(target.item()));
    }

    @Override
    public void like(NetworkCall call, ReplyTarget target, boolean liked) throws NetworkException {
        requireComment(target, "Facebook has likes for comments and posts only");
        Graph graph = new Graph(call);
        String likes = Graph.path(target.item(), "likes");
        if (liked) {
            graph.settle(Operations.LIKE, likes, Map.of());
        } else {
            graph.delete(Operations.LIKE, likes);
        }
    }

    private static void requireComment(ReplyTarget target, String otherwise) throws NetworkException {
        if (target.kind() == ItemKind.DIRECT_MESSAGE) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, otherwise);
        }
    }
}
