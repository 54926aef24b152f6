package ${package};

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.parvis.model.RemoteId;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;
import org.parvis.spi.ClientCredentials;
import org.parvis.spi.TokenGrant;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.SimulatedAccount;
import org.parvis.toolkit.json.Json;

/** The kit's hands in the simulator: its control interface to act, and to see what others see. Nothing goes through the plugin. */
final class KitSimulator implements NetworkSimulator {
    private static final String NETWORK = "${networkId}";

    private final Path home;
    private final Simulation simulation;
    private final TokenGrant grant;

    KitSimulator() throws Exception {
        home = Files.createTempDirectory("kit-" + NETWORK);
        simulation = Simulation.start(SimulationOptions.in(home).network(NETWORK, 0));
        simulation.clock().speed(0);
        simulation.clock().set(Instant.parse("2031-04-05T06:07:08Z"));
        JsonNode given = control("grant", Json.object());
        grant = new TokenGrant(
                given.path("access_token").asText(),
                given.path("refresh_token").asText(),
                clock().instant().plusSeconds(given.path("expires_in").asLong()),
                Set.of("read", "write"));
    }

    private JsonNode control(String operation, ObjectNode request) {
        return simulation.control(NETWORK, operation, request);
    }

    @Override
    public URI route(URI address) {
        return NetworkSimulator.moved(address, simulation.networkUri(NETWORK));
    }

    @Override
    public ClientCredentials client() {
        return new ClientCredentials("parvis", "secret-of-parvis");
    }

    @Override
    public SimulatedAccount account() {
        return new SimulatedAccount(new RemoteId("1"), "acme", "default", grant);
    }

    @Override
    public Clock clock() {
        return simulation.clock();
    }

    @Override
    public void advance(Duration time) {
        simulation.clock().step(time);
        simulation.clockChanged();
    }

    @Override
    public int seen(String marker) {
        int seen = 0;
        for (JsonNode post : Json.list(control("posts", Json.object()), "posts")) {
            seen += post.path("text").asText().contains(marker) ? 1 : 0;
        }
        return seen;
    }

    @Override
    public RemoteId post(String text) {
        return new RemoteId(
                control("post", Json.object().put("text", text)).path("id").asText());
    }

    @Override
    public void expireToken() {
        control("expire-token", Json.object());
    }

    @Override
    public void revokeAuthorization() {
        control("revoke", Json.object());
    }

    @Override
    public void close() throws Exception {
        simulation.close();
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
