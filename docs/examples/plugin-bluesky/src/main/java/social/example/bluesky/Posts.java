package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/** Writes posts of one call's account, each under the key of its intent, and looks up what is there. */
final class Posts {
    private final NetworkCall call;
    private final BlueskyWire wire;
    private final RecordAddress own;

    Posts(NetworkCall call) {
        this.call = call;
        wire = new BlueskyWire(call);
        own = new RecordAddress(
                call.account().remoteId().value(),
                RecordAddress.POST,
                RecordKeys.of(call.idempotencyKey().value()));
    }

    /** A post that is out. */
    record Written(RecordAddress address, Instant at) {}

    /** A post of plain text, its links, mentions and hashtags marked; nothing is sent yet but questions for handles. */
    ObjectNode record(String text) throws NetworkException {
        Instant now = call.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        ObjectNode record =
                Json.object().put("$type", RecordAddress.POST).put("text", text).put("createdAt", now.toString());
        ArrayNode facets = RichText.facets(text, this::find);
        if (!facets.isEmpty()) {
            record.set("facets", facets);
        }
        return record;
    }

    private Optional<String> find(String handle) throws NetworkException {
        try {
            return Optional.ofNullable(
                    Json.text(wire.query("com.atproto.identity.resolveHandle", Map.of("handle", handle)), "did"));
        } catch (NetworkException failed) {
            if (failed.remoteCode().filter("InvalidRequest"::equals).isPresent()
                    || failed.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** Names in the record what it answers: the post above, and the one on top of the thread. */
    void answers(ObjectNode record, RemoteId parent) throws NetworkException {
        JsonNode view = view(parent);
        ObjectNode reply = record.putObject("reply");
        ObjectNode above =
                reply.putObject("parent").put("uri", parent.value()).put("cid", Json.textOr("", view, "cid"));
        JsonNode root = Json.at(Json.at(Json.at(view, "record"), "reply"), "root");
        reply.set("root", root.isObject() ? root.deepCopy() : above.deepCopy());
    }

    /** A post as the network shows it now. */
    JsonNode view(RemoteId id) throws NetworkException {
        String address = RecordAddress.of(id).id().value();
        return views(List.of(address)).stream()
                .filter(view -> Json.textOr("", view, "uri").equals(address))
                .findFirst()
                .orElseThrow(() -> new NetworkException(ErrorKind.NOT_FOUND, "The post is not on Bluesky any more"));
    }

    /** Up to 25 posts; those that are gone are left out. */
    List<JsonNode> views(List<String> addresses) throws NetworkException {
        return Json.list(wire.query("app.bsky.feed.getPosts", Map.of(), "uris", addresses), "posts");
    }

    /** Makes the post; one that an earlier attempt of the same intent made already is that one. */
    Written write(ObjectNode record) throws NetworkException {
        ObjectNode body = Json.object()
                .put("repo", own.repository())
                .put("collection", own.collection())
                .put("rkey", own.key());
        body.set("record", record);
        JsonNode made;
        try {
            made = wire.create(body);
        } catch (NetworkException failed) {
            if (failed.remoteCode().isEmpty()) {
                throw failed;
            }
            return earlier().orElseThrow(() -> failed);
        }
        if (Json.text(made, "uri") == null) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "Bluesky did not say which post it made");
        }
        return new Written(
                own, Json.time(record, "createdAt").orElseGet(() -> call.clock().instant()));
    }

    private Optional<Written> earlier() {
        try {
            return lookUp();
        } catch (NetworkException unknown) {
            // What went wrong first is what counts.
            return Optional.empty();
        }
    }

    /** The post of this intent, if it is there; the account's own repository knows at once. */
    Optional<Written> lookUp() throws NetworkException {
        try {
            JsonNode found = wire.query(
                    "com.atproto.repo.getRecord",
                    Map.of("repo", own.repository(), "collection", own.collection(), "rkey", own.key()));
            JsonNode record = Json.at(found, "value");
            if (!record.isObject()) {
                throw new NetworkException(ErrorKind.TRANSIENT, "Bluesky did not say what is in the record");
            }
            return Optional.of(new Written(
                    own,
                    Json.time(record, "createdAt").orElseGet(() -> call.clock().instant())));
        } catch (NetworkException failed) {
            if (failed.kind() == ErrorKind.NOT_FOUND) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    void delete(RecordAddress address) throws NetworkException {
        JsonNode unused = wire.settle(
                Operations.DELETE,
                "com.atproto.repo.deleteRecord",
                Json.object()
                        .put("repo", address.repository())
                        .put("collection", address.collection())
                        .put("rkey", address.key()));
    }
}
