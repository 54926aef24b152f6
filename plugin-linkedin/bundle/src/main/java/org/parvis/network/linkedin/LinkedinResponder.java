package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.Sent;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.json.Json;

/** Answers comments, deletes and likes them. LinkedIn hides nothing and takes no pictures in comments. */
final class LinkedinResponder implements Responder {
    static final int LONGEST_COMMENT = 1250;

    @Override
    public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        if (!message.media().isEmpty()) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "LinkedIn takes no pictures or films in comments");
        }
        if (target.kind() == ItemKind.DIRECT_MESSAGE || target.kind() == ItemKind.REVIEW) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "LinkedIn gives messages to its partners only");
        }
        if (Urns.CommentName.read(target.item().value()).isEmpty()) {
            return write(call, target.item().value(), null, message.text());
        }
        return write(call, target.conversation().value(), thread(call, target.item()), message.text());
    }

    /**
     * The comment under which an answer stands. LinkedIn has two levels only: who answers an answer writes under the comment
     * that was answered, which the name of an answer does not say, so that it is looked up.
     */
    private static String thread(NetworkCall call, RemoteId item) throws NetworkException {
        Urns.CommentName name = Urns.CommentName.require(item.value());
        JsonNode comment = new LinkedinWire(call).read(Operations.COMMENTS_GET, name.path(), Map.of(), null);
        String parent = Json.id(comment, "parentComment");
        return parent == null ? item.value() : parent;
    }

    /**
     * Writes a comment under a post, or under a comment of it. Tried once.
     *
     * @param parent the comment to stand under; null for none
     */
    static Sent write(NetworkCall call, String post, @Nullable String parent, String text) throws NetworkException {
        check(text);
        ObjectNode body = Json.object().put("actor", call.account().remoteId().value());
        body.put("object", parent == null ? post : object(post, parent));
        body.putObject("message").put("text", text);
        if (parent != null) {
            body.put("parentComment", parent);
        }
        String under = parent == null ? post : parent;
        HttpResponse response = new LinkedinWire(call)
                .create(Operations.COMMENTS_CREATE, "/rest/socialActions/" + RestLi.encode(under) + "/comments", body);
        JsonNode made = Json.parse(response.body()).orElse(MissingNode.getInstance());
        String urn = Comment.name(made, post);
        if (urn == null) {
            urn = response.header("x-restli-id")
                    .filter(id -> !id.isBlank())
                    .map(id -> new Urns.CommentName(object(post, parent), id).urn())
                    .orElseThrow(() -> new NetworkException(
                            ErrorKind.OUTCOME_UNKNOWN, "LinkedIn took a comment without saying its id"));
        }
        return new Sent(
                new RemoteId(urn),
                Times.read(Json.at(made, "created"), "time")
                        .orElseGet(() -> call.clock().instant()));
    }

    /** What a comment's name says it is under: the activity, which is not the name of the post. */
    private static String object(String post, @Nullable String parent) {
        return parent == null
                ? post
                : Urns.CommentName.read(parent).map(Urns.CommentName::object).orElse(post);
    }

    private static void check(String text) throws NetworkException {
        Violation violation = null;
        if (text.isBlank()) {
            violation = new Violation("text", "text.required", "A comment needs a text");
        } else if (text.length() > LONGEST_COMMENT) {
            String sentence = "A comment on LinkedIn has at most " + LONGEST_COMMENT + " characters";
            violation = new Violation("text", "text.tooLong", sentence);
        }
        if (violation != null) {
            throw NetworkException.of(ErrorKind.CONTENT_REJECTED, violation.message())
                    .violations(List.of(violation))
                    .build();
        }
    }

    /** The page's own, or anybody's under its posts. */
    @Override
    public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        Urns.CommentName name = Urns.CommentName.require(target.item().value());
        new LinkedinWire(call)
                .settle(
                        Operations.COMMENTS_DELETE,
                        "DELETE",
                        name.path(),
                        Map.of("actor", call.account().remoteId().value()),
                        LinkedinWire.Change.NONE);
    }

    @Override
    public void like(NetworkCall call, ReplyTarget target, boolean liked) throws NetworkException {
        String actor = call.account().remoteId().value();
        String entity = target.item().value();
        try {
            if (liked) {
                ObjectNode body = Json.object().put("root", entity).put("reactionType", "LIKE");
                new LinkedinWire(call)
                        .settle(
                                Operations.REACTIONS_CREATE,
                                "POST",
                                "/rest/reactions",
                                Map.of("actor", actor),
                                LinkedinWire.Change.of(body));
            } else {
                Map<String, String> key = new LinkedHashMap<>();
                key.put("actor", actor);
                key.put("entity", entity);
                new LinkedinWire(call)
                        .settle(
                                Operations.REACTIONS_DELETE,
                                "DELETE",
                                "/rest/reactions/" + RestLi.encode(key),
                                Map.of(),
                                LinkedinWire.Change.NONE);
            }
        } catch (NetworkException failure) {
            // It is as it should be already.
            ErrorKind settled = liked ? ErrorKind.DUPLICATE : ErrorKind.NOT_FOUND;
            if (failure.kind() != settled) {
                throw failure;
            }
        }
    }
}
