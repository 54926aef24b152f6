package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemKind;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.Permission;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.Sent;

/** Answers, hides, deletes. */
final class InstagramResponder implements Responder {

    /** Automation may answer within this time; a person within {@link #PERSON_WINDOW}. */
    static final Duration WINDOW = Duration.ofHours(24);

    static final Duration PERSON_WINDOW = Duration.ofDays(7);

    private static final int LONGEST_MESSAGE = 1_000;
    private static final String TOO_LONG = "A direct message on Instagram has at most 1,000 bytes";

    @Override
    public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        requireTextOnly(message);
        if (target.kind() == ItemKind.DIRECT_MESSAGE) {
            return message(call, target, message);
        }
        if (target.kind() == ItemKind.MENTION) {
            return mention(call, target, message);
        }
        // Threads have one level: what answers an answer stands below the top comment, and names whom it answers.
        boolean deep = !target.item().equals(target.conversation());
        boolean own = target.author().equals(call.account().remoteId());
        String name = "@" + target.authorHandle();
        String text = deep && !own && !message.text().contains(name) ? name + " " + message.text() : message.text();
        JsonNode answer = new Graph(call)
                .create(Operations.REPLY_CREATE, Graph.path(target.conversation(), "replies"), Map.of("message", text));
        return sent(call, Operations.REPLY_CREATE, answer, "id");
    }

    /** Below somebody else's medium; Meta lets only those in who come by Facebook Login. */
    private static Sent mention(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        if (Login.of(call) != Login.FACEBOOK) {
            throw new NetworkException(
                    ErrorKind.UNSUPPORTED, "With Instagram Login, Instagram takes no comments on others' media");
        }
        Graph graph = new Graph(call);
        JsonNode answer = graph.create(
                Operations.MENTION_REPLY,
                graph.account("mentions"),
                Map.of("media_id", target.item().value(), "message", message.text()));
        return sent(call, Operations.MENTION_REPLY, answer, "id");
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
        }
        return send(call, body);
    }

    /** Once for each comment, and within seven days of it. */
    @Override
    public Sent replyPrivately(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        requireTextOnly(message);
        if (target.kind() != ItemKind.COMMENT) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Only a comment is answered privately");
        }
        ObjectNode body = send(message.text());
        body.putObject("recipient").put("comment_id", target.item().value());
        return send(call, body);
    }

    private static ObjectNode send(String text) throws NetworkException {
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE) {
            throw NetworkException.of(ErrorKind.CONTENT_REJECTED, TOO_LONG)
                    .violations(List.of(new Violation("text", "text.tooLong", TOO_LONG)))
                    .build();
        }
        ObjectNode body = org.parvis.toolkit.json.Json.object();
        body.putObject("message").put("text", text);
        return body;
    }

    private static Sent send(NetworkCall call, ObjectNode body) throws NetworkException {
        return sent(
                call,
                Operations.MESSAGE_SEND,
                new Graph(call).create(Operations.MESSAGE_SEND, "/me/messages", body),
                "message_id");
    }

    static Sent sent(NetworkCall call, String operation, JsonNode answer, String name) throws NetworkException {
        return new Sent(Graph.createdId(operation, answer, name), call.clock().instant());
    }

    private static void requireTextOnly(OutboundMessage message) throws NetworkException {
        if (!message.media().isEmpty()) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Files are not sent with answers on Instagram yet");
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
                "Instagram takes answers for 24 hours after the last message, and for 7 days from a person where the"
                        + " application has the feature Human Agent",
                until);
    }

    @Override
    public void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
        requireComment(target, "Instagram hides comments only");
        new Graph(call)
                .settle(Operations.COMMENT_HIDE, Graph.path(target.item()), Map.of("hide", Boolean.toString(hidden)));
    }

    @Override
    public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        requireComment(target, "Instagram takes no messages back");
        new Graph(call).delete(Operations.COMMENT_DELETE, Graph.path(target.item()));
    }

    private static void requireComment(ReplyTarget target, String otherwise) throws NetworkException {
        if (target.kind() != ItemKind.COMMENT) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, otherwise);
        }
    }
}
