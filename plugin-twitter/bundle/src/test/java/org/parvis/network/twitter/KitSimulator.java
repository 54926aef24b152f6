package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
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

/** The kit's hands in the simulated X: the control interface to act, the journal to witness. */
final class KitSimulator implements NetworkSimulator {
    private static final String ACME = "Acme";
    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:twitter:user:9000000001","preferredUsername":"Acme","name":"Acme Ltd","followers":{"totalItems":1200}}
            {"type":"Person","id":"urn:parvis:twitter:user:77","preferredUsername":"jo","name":"Jo"}
            """;

    private final Path home;
    private final SimulatedX x;

    KitSimulator() throws Exception {
        home = Files.createTempDirectory("kit-x");
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        x = SimulatedX.start(
                SimulatedX.options(home.resolve("state"), archive).shift("none").setting("enterprise", "on"));
        x.at("2026-11-20T10:00:00Z");
    }

    @Override
    public URI route(URI address) {
        return NetworkSimulator.moved(address, x.simulation.networkUri("twitter"));
    }

    @Override
    public ClientCredentials client() {
        return new ClientCredentials("parvis-demo", "parvis-demo-secret");
    }

    @Override
    public SimulatedAccount account() throws Exception {
        TokenGrant grant = new TokenGrant(x.token(ACME), null, clock().instant().plusSeconds(7200), Set.of());
        return new SimulatedAccount(new RemoteId("9000000001"), ACME, "default", grant);
    }

    @Override
    public Clock clock() {
        return x.simulation.clock();
    }

    @Override
    public void advance(Duration time) {
        x.simulation.clock().step(time);
        x.simulation.clockChanged();
    }

    @Override
    public int seen(String marker) {
        List<JournalEntry> entries = x.simulation.journal().since(0);
        Set<String> gone = new HashSet<>();
        entries.stream()
                .filter(entry -> entry.operation().startsWith("delete"))
                .forEach(entry -> gone.add(entry.remoteId()));
        return (int) entries.stream()
                .filter(entry -> entry.account().equals(ACME) && entry.text().contains(marker))
                .filter(entry -> !gone.contains(entry.remoteId()))
                .count();
    }

    private RemoteId write(String author, String text, String parent) {
        return x.stranger(author, text, parent);
    }

    @Override
    public RemoteId post(String text) {
        return write(ACME, text, "");
    }

    @Override
    public RemoteId answer(RemoteId item, String text) {
        boolean message = x.simulation.journal().since(0).stream()
                .filter(entry -> entry.remoteId().equals(item.value()))
                .anyMatch(entry -> event(entry).equals("message"));
        return message ? direct(ACME, "jo", text) : write(ACME, "@jo " + text, item.value());
    }

    @Override
    public RemoteId comment(RemoteId post, String text) {
        return write("jo", "@Acme " + text, post.value());
    }

    @Override
    public RemoteId mention(String text) {
        return write("jo", "@Acme " + text, "");
    }

    @Override
    public RemoteId message(String text) {
        return direct("jo", ACME, text);
    }

    private RemoteId direct(String from, String to, String text) {
        ObjectNode request = Json.object()
                .put("kind", "direct-message")
                .put("author", from)
                .put("to", to)
                .put("text", text);
        JsonNode written = x.simulation.control("twitter", "strangers/post", request);
        return new RemoteId(written.path("id").asText());
    }

    @Override
    public RemoteId edit(RemoteId item, String text) {
        ObjectNode request = Json.object().put("id", item.value()).put("text", "@Acme " + text);
        return new RemoteId(x.simulation
                .control("twitter", "strangers/edit", request)
                .path("id")
                .asText());
    }

    @Override
    public void delete(RemoteId item) {
        x.simulation.control("twitter", "strangers/delete", Json.object().put("id", item.value()));
    }

    @Override
    public boolean hidden(RemoteId item) {
        return last(item, "post.hidden")
                .map(state -> state.path("hidden").asBoolean())
                .orElse(false);
    }

    @Override
    public boolean liked(RemoteId item) {
        return last(item, "like", "unlike")
                .map(state -> state.path("event").asText().equals("like"))
                .orElse(false);
    }

    private Optional<JsonNode> last(RemoteId item, String... events) {
        Stream<JsonNode> states = x.simulation.journal().since(0).stream()
                .filter(entry ->
                        entry.remoteId().equals(item.value()) && List.of(events).contains(event(entry)))
                .map(JournalEntry::state);
        return states.reduce((earlier, later) -> later);
    }

    private static String event(JournalEntry entry) {
        JsonNode state = entry.state();
        return state == null ? "" : state.path("event").asText();
    }

    @Override
    public void expireToken() {
        x.control("expire-token", "{'account':'Acme'}");
    }

    @Override
    public void revokeAuthorization() {
        x.control("revoke", "{'account':'Acme'}");
    }

    @Override
    public void close() throws Exception {
        x.close();
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
