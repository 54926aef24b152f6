package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.parvis.model.RemoteId;
import org.parvis.spi.TokenGrant;
import org.parvis.toolkit.json.Json;

/** A person with an account, who writes by hand. */
final class Person {
    private final URI server;
    private final Xrpc wire;
    private final String did;
    private final String handle;

    private Person(URI server, JsonNode session) {
        this.server = server;
        wire = new Xrpc(server, Json.textOr("", session, "accessJwt"));
        did = Json.textOr("", session, "did");
        handle = Json.textOr("", session, "handle");
    }

    /** Makes an account. */
    static Person join(URI server, String handle) throws IOException, InterruptedException {
        return new Person(
                server,
                new Xrpc(server, "")
                        .post(
                                "com.atproto.server.createAccount",
                                Json.object()
                                        .put("handle", handle)
                                        .put("email", handle + "@mail.example")
                                        .put("password", password(handle))));
    }

    static String password(String handle) {
        return "the-own-password-of-" + handle;
    }

    RemoteId id() {
        return new RemoteId(did);
    }

    String handle() {
        return handle;
    }

    Xrpc wire() {
        return wire;
    }

    /** A password for one application. */
    String appPassword(String name) throws IOException, InterruptedException {
        return Json.textOr(
                "",
                wire.post("com.atproto.server.createAppPassword", Json.object().put("name", name)),
                "password");
    }

    /** What the network grants for an app password. */
    TokenGrant grant(String appPassword) throws IOException, InterruptedException {
        JsonNode session = new Xrpc(server, "")
                .post(
                        "com.atproto.server.createSession",
                        Json.object().put("identifier", handle).put("password", appPassword));
        return new TokenGrant(Json.textOr("", session, "accessJwt"), Json.text(session, "refreshJwt"), null, Set.of());
    }

    RemoteId write(ObjectNode record) throws IOException, InterruptedException {
        ObjectNode body = Json.object().put("repo", did).put("collection", RecordAddress.POST);
        body.set("record", record);
        return new RemoteId(Json.textOr("", wire.post("com.atproto.repo.createRecord", body), "uri"));
    }

    static ObjectNode text(String text, Instant at) {
        return Json.object()
                .put("$type", RecordAddress.POST)
                .put("text", text)
                .put("createdAt", at.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    RemoteId answer(RemoteId post, String text, Instant at) throws IOException, InterruptedException {
        JsonNode found = record(post.value());
        ObjectNode record = text(text, at);
        ObjectNode reply = record.putObject("reply");
        ObjectNode parent =
                reply.putObject("parent").put("uri", post.value()).put("cid", Json.textOr("", found, "cid"));
        JsonNode root = Json.at(Json.at(Json.at(found, "value"), "reply"), "root");
        reply.set("root", root.isObject() ? root : parent.deepCopy());
        return write(record);
    }

    RemoteId mention(Person whom, String text, Instant at) throws IOException, InterruptedException {
        String name = "@" + whom.handle();
        ObjectNode record = text(name + " " + text, at);
        ObjectNode facet = record.putArray("facets").addObject();
        facet.putObject("index").put("byteStart", 0).put("byteEnd", name.length());
        facet.putArray("features")
                .addObject()
                .put("$type", "app.bsky.richtext.facet#mention")
                .put("did", whom.did);
        return write(record);
    }

    void delete(RemoteId id) throws IOException, InterruptedException {
        RecordAddress address = RecordAddress.read(id.value()).orElseThrow();
        wire.post(
                "com.atproto.repo.deleteRecord",
                Json.object()
                        .put("repo", did)
                        .put("collection", address.collection())
                        .put("rkey", address.key()));
    }

    JsonNode record(String uri) throws IOException, InterruptedException {
        RecordAddress address = RecordAddress.read(uri).orElseThrow();
        return wire.get(
                "com.atproto.repo.getRecord",
                Map.of("repo", address.repository(), "collection", address.collection(), "rkey", address.key()));
    }

    JsonNode records(String collection) throws IOException, InterruptedException {
        return wire.get("com.atproto.repo.listRecords", Map.of("repo", did, "collection", collection, "limit", "100"));
    }
}
