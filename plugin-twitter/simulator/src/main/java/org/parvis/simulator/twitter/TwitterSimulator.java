package org.parvis.simulator.twitter;

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
 * X as a stateful local server. Created by {@link java.util.ServiceLoader}; everything it does is behind {@link #open}.
 * Thread-safe after that.
 */
public final class TwitterSimulator implements SimulatedNetwork {

    private @Nullable Api api;
    private @Nullable TwitterControl control;
    private @Nullable World world;
    private @Nullable Webhooks webhooks;

    @Override
    public String id() {
        return "twitter";
    }

    @Override
    public void open(NetworkEnvironment environment) {
        Settings settings = new Settings(environment.options());
        World opened = new World(environment.clock());
        new WorldLoader(opened, environment.archive()).load();
        Grants grants = new Grants(environment.clock(), environment.journal());
        Authorisation authorisation = new Authorisation(opened, grants);
        List<String> redirects = List.of(settings.text("redirect-uris", "").split("\\|"));
        authorisation.register(new Authorisation.App(
                settings.text("client-id", "parvis-demo"),
                settings.text("client-secret", "parvis-demo-secret"),
                redirects,
                settings.anyLoopbackRedirect()));
        authorisation.register(
                new Authorisation.App("parvis-demo-public", "", redirects, settings.anyLoopbackRedirect()));
        Changes changes = new Changes(opened, environment.journal());
        RateLimits limits =
                new RateLimits(environment.clock(), environment.options().limited());
        Webhooks announcing =
                new Webhooks(opened, authorisation, settings, environment.journal(), environment.baseUri());
        for (JournalEntry entry : environment.journal().entries()) {
            if (entry.state() != null) {
                changes.apply(entry.state());
                grants.apply(entry.state());
                announcing.apply(entry.state());
                TwitterControl.apply(authorisation, entry.state());
            }
        }
        changes.listener(announcing::happened);
        world = opened;
        webhooks = announcing;
        api = new Api(
                opened,
                authorisation,
                grants,
                limits,
                settings,
                new Actions(opened, changes, settings, announcing, environment.baseUri()));
        control = new TwitterControl(opened, changes, grants, settings, limits, authorisation, announcing);
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
        return opened(world).timesAfter(after.toEpochMilli(), count).stream()
                .map(Instant::ofEpochMilli)
                .toList();
    }

    @Override
    public boolean servesFiles() {
        return true;
    }

    @Override
    public void clockChanged() {
        opened(webhooks).clockChanged();
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
