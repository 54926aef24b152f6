package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.parvis.toolkit.json.Json;

/** Answers, holds back, rejects and deletes. YouTube has no likes for comments through its API. */
final class YoutubeResponder implements Responder {
    static final int LONGEST_COMMENT = 10_000;

    /** A reply hangs on the comment at the top, also where it answers another reply. */
    @Override
    public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        if (target.kind() != ItemKind.COMMENT) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "On YouTube only comments can be answered");
        }
        if (!message.media().isEmpty()) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "YouTube takes no pictures and films in comments");
        }
        check(message.text());
        ObjectNode body = Json.object();
        body.putObject("snippet").put("parentId", target.conversation().value()).put("textOriginal", message.text());
        JsonNode answer = new YoutubeWire(call)
                .create(Operations.COMMENTS_INSERT, "/comments", Map.of("part", "id,snippet"), body);
        return sent(call, Operations.COMMENTS_INSERT, answer, Json.at(answer, "snippet"));
    }

    static void check(String text) throws NetworkException {
        int length = text.codePointCount(0, text.length());
        if (text.isBlank() || length > LONGEST_COMMENT) {
            Violation violation = text.isBlank()
                    ? new Violation("text", "text.required", "A comment needs a text")
                    : new Violation(
                            "text",
                            "text.tooLong",
                            "A comment on YouTube has at most " + LONGEST_COMMENT + " characters, this one " + length);
            throw NetworkException.of(ErrorKind.CONTENT_REJECTED, violation.message())
                    .violations(List.of(violation))
                    .build();
        }
    }

    /** Without an id nobody knows what was made, and it must be looked up. */
    static Sent sent(NetworkCall call, String operation, JsonNode answer, JsonNode snippet) throws NetworkException {
        String id = Json.id(answer, "id");
        if (id == null) {
            throw new NetworkException(
                    ErrorKind.OUTCOME_UNKNOWN, "YouTube answered " + operation + " without saying an id");
        }
        return new Sent(
                new RemoteId(id),
                Json.time(snippet, "publishedAt").orElse(call.clock().instant()));
    }

    @Override
    public void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
        moderate(call, target, hidden ? "heldForReview" : "published");
    }

    /** The channel's own are deleted, others' rejected: YouTube then shows them to nobody. */
    @Override
    public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        if (target.author().equals(call.account().remoteId())) {
            Map<String, String> query = Map.of("id", target.item().value());
            new YoutubeWire(call).settle(Operations.COMMENTS_DELETE, "DELETE", "/comments", query);
        } else {
            moderate(call, target, "rejected");
        }
    }

    private static void moderate(NetworkCall call, ReplyTarget target, String status) throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("id", target.item().value());
        query.put("moderationStatus", status);
        new YoutubeWire(call).settle(Operations.COMMENTS_MODERATE, "POST", "/comments/setModerationStatus", query);
    }
}
