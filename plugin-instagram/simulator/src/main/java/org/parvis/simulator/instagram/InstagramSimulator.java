package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.JournalEntry;
import org.parvis.simulation.NetworkEnvironment;
import org.parvis.simulation.Reply;
import org.parvis.simulation.SimulatedNetwork;

/**
 * Instagram as a stateful local server. Created by {@link java.util.ServiceLoader}; everything it does is behind
 * {@link #open}. Thread-safe after that.
 */
public final class InstagramSimulator implements SimulatedNetwork {

    private @Nullable Api api;
    private @Nullable InstagramControl control;
    private @Nullable World world;
    private @Nullable Webhooks webhooks;

    @Override
    public String id() {
        return "instagram";
    }

    @Override
    public void open(NetworkEnvironment environment) {
        Settings settings = new Settings(environment.options());
        World opened = new World(environment.clock());
        new WorldLoader(opened, environment.archive()).load();
        Grants grants = new Grants(environment.clock(), environment.journal());
        Changes changes = new Changes(opened, environment.journal());
        for (JournalEntry entry : environment.journal().entries()) {
            if (entry.state() != null) {
                changes.apply(entry.state());
                grants.apply(entry.state());
            }
        }
        String base = settings.flag("documented-hosts", false)
                ? "https://graph.instagram.com"
                : environment.baseUri().toString();
        Lists lists = new Lists(opened);
        Writes writes = new Writes(opened, changes, settings);
        Containers containers = new Containers(opened, changes, settings);
        Webhooks announcing = new Webhooks(opened, settings, changes);
        changes.listener(announcing::happened);
        Rendering rendering = new Rendering(opened, lists, containers, base);
        Nodes nodes = new Nodes(
                opened,
                lists,
                rendering,
                writes,
                containers,
                new Insights(opened, settings),
                announcing,
                new FacebookPages(opened, grants, rendering, base),
                base);
        world = opened;
        webhooks = announcing;
        api = new Api(opened, settings, grants, new Login(opened, grants, settings), nodes, containers);
        control = new InstagramControl(opened, changes, grants, settings, writes, announcing);
        announcing.start();
    }

    @Override
    public Reply answer(Exchange exchange) {
        return opened(api).answer(exchange);
    }

    @Override
    public String operation(Exchange exchange) {
        return opened(api).operation(exchange);
    }

    @Override
    public Optional<String> account(Exchange exchange) {
        return opened(api).account(exchange);
    }

    @Override
    public Optional<JsonNode> control(String operation, JsonNode request) {
        return opened(control).perform(operation, request);
    }

    @Override
    public List<Instant> eventsAfter(Instant after, int count) {
        return opened(world).all().stream()
                .filter(thing -> thing.listedAt == Thing.FROM_ARCHIVE)
                .map(thing -> Instant.ofEpochMilli(thing.createdAt))
                .filter(time -> time.isAfter(after))
                .sorted()
                .limit(count)
                .toList();
    }

    @Override
    public void clockChanged() {
        opened(webhooks).announce();
    }

    @Override
    public void close() {
        if (webhooks != null) {
            webhooks.close();
        }
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The simulator is not open yet.");
        }
        return part;
    }
}
