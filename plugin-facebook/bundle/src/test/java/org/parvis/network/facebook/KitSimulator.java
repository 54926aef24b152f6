package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parvis.model.RemoteId;
import org.parvis.simulation.JournalEntry;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.TokenGrant;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.SimulatedAccount;
import org.parvis.toolkit.json.Json;

/** The kit's hands in the simulated Facebook: the control interface to act, the journal to witness. */
final class KitSimulator implements NetworkSimulator {

    private static final String ACME = "Acme";
    private static final RemoteId PAGE = new RemoteId("9000000001");
    private static final Set<String> WRITTEN = Set.of("post", "comment", "message");
    private static final String ARCHIVE = """
        {"type":"Organization","id":"urn:parvis:facebook:page:9000000001","preferredUsername":"Acme","name":"Acme Ltd","followers":{"totalItems":1200}}
        {"type":"Person","id":"urn:parvis:facebook:user:77","preferredUsername":"jo","name":"Jo"}
        """;

    private final Path home;
    private final SimulatedFacebook facebook;
    private final String personToken;

    KitSimulator() throws Exception {
        home = Files.createTempDirectory("kit-facebook");
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        facebook = SimulatedFacebook.start(
                SimulatedFacebook.options(home.resolve("state"), archive).setting("documented-hosts", "on"));
        facebook.at("2026-11-20T10:00:00Z");
        personToken = facebook.authorise(ACME);
    }

    @Override
    public URI route(URI address) {
        return NetworkSimulator.moved(address, facebook.simulation.networkUri("facebook"));
    }

    @Override
    public ClientCredentials client() {
        return SimulatedFacebook.CLIENT;
    }

    /** The person's authorisation: the kit links the page with it, as the platform does. */
    @Override
    public SimulatedAccount account() {
        Set<String> scopes = Set.of(SimulatedFacebook.SCOPES.split(","));
        return new SimulatedAccount(PAGE, ACME, "default", new TokenGrant(personToken, null, null, scopes));
    }

    @Override
    public Clock clock() {
        return facebook.simulation.clock();
    }

    @Override
    public void advance(Duration time) {
        facebook.simulation.clock().step(time);
        facebook.simulation.clockChanged();
    }

    @Override
    public int seen(String marker) {
        Map<String, String> texts = new HashMap<>();
        long now = clock().millis();
        for (JournalEntry entry : facebook.simulation.journal().since(0)) {
            JsonNode state = entry.state();
            String event = Json.textOr("", state, "event");
            if (WRITTEN.contains(event) && PAGE.value().equals(Json.text(state, "author")) && isOut(state, now)) {
                // A story has no words; what its picture shows is all that can be told.
                texts.put(entry.remoteId(), entry.text() + Json.textOr("", state, "alternative"));
            } else if (event.equals("edited")) {
                texts.computeIfPresent(entry.remoteId(), (id, text) -> entry.text());
            } else if (event.equals("deleted")) {
                texts.remove(entry.remoteId());
            }
        }
        return (int)
                texts.values().stream().filter(text -> text.contains(marker)).count();
    }

    private static boolean isOut(JsonNode state, long now) {
        long scheduled = Json.whole(state, "scheduledAt").orElse(0L);
        boolean published = Json.flag(true, state, "published") || scheduled > 0 && scheduled <= now;
        return published && Json.whole(state, "listedAt").orElse(0L) <= now;
    }

    private RemoteId write(String author, String text, String member, String value) {
        ObjectNode request = Json.object().put("author", author).put("text", text);
        if (member.equals("mentions")) {
            request.putArray(member).add(value);
        } else if (!member.isEmpty()) {
            request.put(member, value);
        }
        if (member.equals("to")) {
            request.put("kind", "direct-message");
        }
        return new RemoteId(facebook.simulation
                .control("facebook", "strangers/post", request)
                .path("id")
                .asText());
    }

    @Override
    public RemoteId post(String text) {
        return write(ACME, text, "", "");
    }

    @Override
    public RemoteId answer(RemoteId item, String text) {
        return item.value().startsWith("m_")
                ? write(ACME, text, "to", "jo")
                : write(ACME, text, "inReplyTo", item.value());
    }

    @Override
    public RemoteId comment(RemoteId post, String text) {
        return write("jo", text, "inReplyTo", post.value());
    }

    @Override
    public RemoteId mention(String text) {
        return write("jo", text, "mentions", ACME);
    }

    @Override
    public RemoteId message(String text) {
        return write("jo", text, "to", ACME);
    }

    @Override
    public RemoteId edit(RemoteId item, String text) {
        ObjectNode request = Json.object().put("id", item.value()).put("text", text);
        facebook.simulation.control("facebook", "strangers/edit", request);
        return item;
    }

    @Override
    public void delete(RemoteId item) {
        facebook.simulation.control(
                "facebook", "strangers/delete", Json.object().put("id", item.value()));
    }

    @Override
    public boolean hidden(RemoteId item) {
        return last(item, "hidden").map(state -> Json.flag(false, state, "on")).orElse(false);
    }

    @Override
    public boolean liked(RemoteId item) {
        return last(item, "like").map(state -> Json.flag(false, state, "on")).orElse(false);
    }

    private Optional<JsonNode> last(RemoteId item, String event) {
        return facebook.simulation.journal().since(0).stream()
                .filter(entry -> entry.remoteId().equals(item.value()))
                .map(JournalEntry::state)
                .filter(state -> Json.textOr("", state, "event").equals(event))
                .reduce((earlier, later) -> later);
    }

    @Override
    public void expireToken() {
        facebook.control("expire-token", "{'account':'Acme'}");
    }

    @Override
    public void revokeAuthorization() {
        facebook.control("revoke", "{'account':'Acme'}");
    }

    @Override
    public void retireMetric(String metric) {
        for (Map<String, String> metrics : List.of(GraphMetrics.OF_PAGE, GraphMetrics.OF_POST)) {
            metrics.forEach((name, id) -> {
                if (id.equals(metric)) {
                    facebook.control("metrics/retire", "{'metric':'" + name + "'}");
                }
            });
        }
    }

    @Override
    public void close() throws Exception {
        facebook.close();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                remove(file);
            }
        }
    }

    private static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
