package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.parvis.model.RemoteId;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.SignIn;
import org.parvis.spi.TokenGrant;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.SimulatedAccount;
import org.parvis.toolkit.json.Json;

/** What the kit lets happen on a Bluesky, over its own wire: a small one of ours, or the real one. */
abstract class BlueskySimulator implements NetworkSimulator {
    private final URI server;
    private final Person owner;
    private final Person stranger;
    private final String appPassword;
    private final TokenGrant grant;

    BlueskySimulator(URI server, Person owner, Person stranger, String appPassword) throws Exception {
        this.server = server;
        this.owner = owner;
        this.stranger = stranger;
        this.appPassword = appPassword;
        grant = owner.grant(appPassword);
    }

    @Override
    public URI route(URI address) {
        return NetworkSimulator.moved(address, server);
    }

    /** There is no application: a person makes a password for it. */
    @Override
    public ClientCredentials client() {
        return new ClientCredentials("parvis", "no-secret-of-an-application");
    }

    @Override
    public SimulatedAccount account() {
        return new SimulatedAccount(owner.id(), owner.handle(), "default", grant);
    }

    @Override
    public SignIn signIn() {
        return new SignIn(owner.handle(), appPassword);
    }

    /** The account's own repository is the witness; it has been told everything that anybody can see. */
    @Override
    public int seen(String marker) throws Exception {
        int seen = 0;
        String cursor = "";
        do {
            JsonNode page = owner.wire()
                    .get(
                            "com.atproto.repo.listRecords",
                            Map.of(
                                    "repo",
                                    owner.id().value(),
                                    "collection",
                                    RecordAddress.POST,
                                    "limit",
                                    "100",
                                    "cursor",
                                    cursor));
            for (JsonNode record : Json.list(page, "records")) {
                seen += Json.textOr("", Json.at(record, "value"), "text").contains(marker) ? 1 : 0;
            }
            cursor = Json.list(page, "records").isEmpty() ? "" : Json.textOr("", page, "cursor");
        } while (!cursor.isEmpty());
        return seen;
    }

    @Override
    public RemoteId post(String text) throws Exception {
        return owner.write(Person.text(text, clock().instant()));
    }

    @Override
    public RemoteId answer(RemoteId item, String text) throws Exception {
        return owner.answer(item, text, clock().instant());
    }

    @Override
    public RemoteId comment(RemoteId post, String text) throws Exception {
        return stranger.answer(post, text, clock().instant());
    }

    @Override
    public RemoteId mention(String text) throws Exception {
        return stranger.mention(owner, text, clock().instant());
    }

    @Override
    public void delete(RemoteId item) throws Exception {
        stranger.delete(item);
    }

    @Override
    public boolean hidden(RemoteId item) throws Exception {
        String root = Json.textOr(
                "", Json.at(Json.at(Json.at(stranger.record(item.value()), "value"), "reply"), "root"), "uri");
        RecordAddress thread = RecordAddress.read(root).orElseThrow();
        RecordAddress gate = new RecordAddress(thread.repository(), RecordAddress.THREAD_GATE, thread.key());
        return found(gate).stream()
                .flatMap(record -> Json.list(Json.at(record, "value"), "hiddenReplies").stream())
                .anyMatch(hidden -> hidden.asText("").equals(item.value()));
    }

    private Optional<JsonNode> found(RecordAddress address) throws IOException, InterruptedException {
        try {
            return Optional.of(owner.record(address.id().value()));
        } catch (Xrpc.RefusedException refused) {
            if (refused.error().equals("RecordNotFound")) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    @Override
    public boolean liked(RemoteId item) throws Exception {
        return Json.list(owner.records(RecordAddress.LIKE), "records").stream()
                .anyMatch(like -> Json.textOr("", Json.at(Json.at(like, "value"), "subject"), "uri")
                        .equals(item.value()));
    }

    Person owner() {
        return owner;
    }

    Person stranger() {
        return stranger;
    }
}
