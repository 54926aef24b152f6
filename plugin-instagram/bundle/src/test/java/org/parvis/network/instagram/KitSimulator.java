package org.parvis.network.instagram;

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

/** The kit's hands in the simulated Instagram: the control interface to act, the journal to witness. */
final class KitSimulator implements NetworkSimulator {

    private static final String ACME = "Acme";
    private static final RemoteId ACCOUNT = new RemoteId("9000000001");
    private static final Set<String> WRITTEN = Set.of("post", "comment", "message");
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:instagram:account:9000000001","preferredUsername":"Acme","name":"Acme Ltd","followers":{"totalItems":1200}}
            {"type":"Person","id":"urn:parvis:instagram:user:77","preferredUsername":"jo","name":"Jo"}
            """;

    private final Path home;
    private final SimulatedInstagram instagram;
    private final String token;
    private final boolean facebook;
    private final Map<String, String> stories;
    private final Map<RemoteId, String> writers = new HashMap<>();

    /**
     * @param stories what is to be read in a story, by the id of its file, for a story has no words
     * @param facebook whether accounts are linked with Facebook Login
     */
    KitSimulator(Map<String, String> stories, boolean facebook) throws Exception {
        this.stories = stories;
        this.facebook = facebook;
        home = Files.createTempDirectory("kit-instagram");
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        instagram = SimulatedInstagram.start(
                SimulatedInstagram.options(home.resolve("state"), archive).setting("documented-hosts", "on"));
        instagram.at("2026-11-20T10:00:00Z");
        token = facebook ? instagram.authoriseWithFacebook(ACME) : instagram.authorise(ACME);
    }

    @Override
    public URI route(URI address) {
        return NetworkSimulator.moved(address, instagram.simulation.networkUri("instagram"));
    }

    @Override
    public ClientCredentials client() {
        return SimulatedInstagram.CLIENT;
    }

    @Override
    public Map<String, String> settings() {
        return facebook ? Map.of("login", "facebook") : Map.of();
    }

    @Override
    public SimulatedAccount account() {
        String names = facebook ? SimulatedInstagram.FACEBOOK_SCOPES : SimulatedInstagram.SCOPES;
        Set<String> scopes = Set.of(names.split(","));
        return new SimulatedAccount(ACCOUNT, ACME, "default", new TokenGrant(token, null, null, scopes));
    }

    @Override
    public Clock clock() {
        return instagram.simulation.clock();
    }

    @Override
    public void advance(Duration time) {
        instagram.simulation.clock().step(time);
        instagram.simulation.clockChanged();
    }

    @Override
    public int seen(String marker) {
        Map<String, String> texts = new HashMap<>();
        long now = clock().millis();
        for (JournalEntry entry : instagram.simulation.journal().since(0)) {
            JsonNode state = entry.state();
            String event = Json.textOr("", state, "event");
            if (WRITTEN.contains(event) && ACCOUNT.value().equals(Json.text(state, "author")) && isOut(state, now)) {
                String file = Json.textOr("", state, "picture");
                String story = stories.getOrDefault(file.substring(file.lastIndexOf('/') + 1), "");
                boolean words = !Json.textOr("", state, "media").startsWith("story");
                texts.put(entry.remoteId(), words ? entry.text() : story);
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
        return Json.whole(state, "listedAt").orElse(0L) <= now;
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
        return new RemoteId(instagram
                .simulation
                .control("instagram", "strangers/post", request)
                .path("id")
                .asText());
    }

    @Override
    public RemoteId post(String text) {
        return write(ACME, text, "", "");
    }

    @Override
    public RemoteId answer(RemoteId item, String text) {
        return item.value().startsWith("aWd")
                ? write(ACME, text, "to", writers.get(item))
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
        // Of one conversation, Instagram lets applications read the twenty newest messages only.
        String writer = "jo" + writers.size() / 10;
        RemoteId id = write(writer, text, "to", ACME);
        writers.put(id, writer);
        return id;
    }

    @Override
    public RemoteId edit(RemoteId item, String text) {
        ObjectNode request = Json.object().put("id", item.value()).put("text", text);
        instagram.simulation.control("instagram", "strangers/edit", request);
        return item;
    }

    @Override
    public void delete(RemoteId item) {
        instagram.simulation.control(
                "instagram", "strangers/delete", Json.object().put("id", item.value()));
    }

    @Override
    public boolean hidden(RemoteId item) {
        return last(item, "hidden").map(state -> Json.flag(false, state, "on")).orElse(false);
    }

    private Optional<JsonNode> last(RemoteId item, String event) {
        return instagram.simulation.journal().since(0).stream()
                .filter(entry -> entry.remoteId().equals(item.value()))
                .map(JournalEntry::state)
                .filter(state -> Json.textOr("", state, "event").equals(event))
                .reduce((earlier, later) -> later);
    }

    @Override
    public void expireToken() {
        instagram.control("expire-token", "{'account':'Acme'}");
    }

    @Override
    public void revokeAuthorization() {
        instagram.control("revoke", "{'account':'Acme'}");
    }

    @Override
    public void retireMetric(String metric) {
        for (Map<String, String> metrics : List.of(GraphMetrics.OF_ACCOUNT, GraphMetrics.OF_FEED)) {
            metrics.forEach((name, id) -> {
                if (id.equals(metric)) {
                    instagram.control("metrics/retire", "{'metric':'" + name + "'}");
                }
            });
        }
    }

    @Override
    public void close() throws Exception {
        instagram.close();
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
