package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.parvis.toolkit.json.Json;

/** Answers by posts, likes by records, hides by the list in the gate of the account's own thread. */
final class BlueskyResponder implements Responder {
    @Override
    public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        if (target.kind() != ItemKind.COMMENT && target.kind() != ItemKind.MENTION) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "This plugin answers posts, not " + target.kind());
        }
        return write(call, target.item(), message.text());
    }

    static Sent write(NetworkCall call, RemoteId parent, String text) throws NetworkException {
        List<Violation> violations = BlueskyPublisher.length(text);
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        Posts posts = new Posts(call);
        ObjectNode record = posts.record(text);
        posts.answers(record, parent);
        Posts.Written written = posts.write(record);
        return new Sent(written.address().id(), written.at());
    }

    @Override
    public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        RecordAddress address = RecordAddress.of(target.item());
        if (!address.belongsTo(call.account().remoteId())) {
            throw new NetworkException(
                    ErrorKind.POLICY_REJECTED, "Bluesky lets an account delete its own posts only; hide it instead");
        }
        new Posts(call).delete(address);
    }

    /** The like's key follows from what is liked, so that there is one, however often it is asked for. */
    @Override
    public void like(NetworkCall call, ReplyTarget target, boolean liked) throws NetworkException {
        Posts posts = new Posts(call);
        JsonNode view = posts.view(target.item());
        Optional<RecordAddress> present = RecordAddress.read(Json.textOr("", Json.at(view, "viewer"), "like"));
        RecordAddress ours = new RecordAddress(
                call.account().remoteId().value(),
                RecordAddress.LIKE,
                RecordKeys.of("like:" + target.item().value()));
        if (!liked) {
            posts.delete(ours);
            if (present.isPresent() && !present.get().equals(ours)) {
                posts.delete(present.get());
            }
        } else if (present.isEmpty()) {
            ObjectNode like = Json.object().put("$type", RecordAddress.LIKE).put("createdAt", now(call));
            like.putObject("subject").put("uri", target.item().value()).put("cid", Json.textOr("", view, "cid"));
            put(call, ours, like, null);
        }
    }

    /** Only whoever began a thread can hide what was written into it. */
    @Override
    public void hide(NetworkCall call, ReplyTarget target, boolean hidden) throws NetworkException {
        String item = RecordAddress.of(target.item()).id().value();
        RecordAddress thread = RecordAddress.of(target.conversation());
        if (!thread.belongsTo(call.account().remoteId())) {
            throw new NetworkException(
                    ErrorKind.POLICY_REJECTED, "Only the account that began the thread can hide answers in it");
        }
        RecordAddress place = new RecordAddress(thread.repository(), RecordAddress.THREAD_GATE, thread.key());
        JsonNode found = gate(call, place);
        ObjectNode gate = found == null
                ? Json.object()
                        .put("$type", RecordAddress.THREAD_GATE)
                        .put("post", thread.id().value())
                        .put("createdAt", now(call))
                : Json.at(found, "value").deepCopy();
        List<String> replies = new ArrayList<>();
        Json.list(gate, "hiddenReplies").forEach(reply -> replies.add(reply.asText("")));
        boolean changed = hidden ? !replies.contains(item) && replies.add(item) : replies.remove(item);
        if (changed) {
            ArrayNode list = gate.putArray("hiddenReplies");
            replies.forEach(list::add);
            put(call, place, gate, found == null ? null : Json.text(found, "cid"));
        }
    }

    private static @Nullable JsonNode gate(NetworkCall call, RecordAddress place) throws NetworkException {
        try {
            JsonNode found = new BlueskyWire(call)
                    .query(
                            "com.atproto.repo.getRecord",
                            Map.of("repo", place.repository(), "collection", place.collection(), "rkey", place.key()));
            if (!Json.at(found, "value").isObject()) {
                throw new NetworkException(ErrorKind.TRANSIENT, "Bluesky did not say what is in the thread's gate");
            }
            return found;
        } catch (NetworkException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return null;
            }
            throw failed;
        }
    }

    /** @param before the hash of what is replaced, so that nothing that somebody else wrote meanwhile is lost */
    private static void put(NetworkCall call, RecordAddress address, ObjectNode record, @Nullable String before)
            throws NetworkException {
        ObjectNode body = Json.object()
                .put("repo", address.repository())
                .put("collection", address.collection())
                .put("rkey", address.key());
        body.set("record", record);
        if (before != null) {
            body.put("swapRecord", before);
        }
        JsonNode unused = new BlueskyWire(call).settle(Operations.UPDATE, "com.atproto.repo.putRecord", body);
    }

    private static String now(NetworkCall call) {
        return call.clock().instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
