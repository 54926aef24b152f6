package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Archive;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.JournalEntry;
import org.parvis.simulation.NetworkEnvironment;
import org.parvis.simulation.Reply;
import org.parvis.simulation.SimulatedNetwork;

/**
 * YouTube as a stateful local server. Created by {@link java.util.ServiceLoader}; everything it does is behind {@link #open}.
 * Thread-safe after that.
 */
public final class YoutubeSimulator implements SimulatedNetwork {
    private final Object lock = new Object();
    private @Nullable Api api;
    private @Nullable YoutubeControl control;
    private @Nullable World world;
    private @Nullable Hub hub;
    private List<Instant> events = List.of();

    @Override
    public String id() {
        return "youtube";
    }

    @Override
    public void open(NetworkEnvironment environment) {
        synchronized (lock) {
            Settings settings = new Settings(environment.options());
            World opened = new World(environment.clock());
            new WorldLoader(opened, environment.archive()).load();
            events = environment.archive().items().stream()
                    .map(Archive.Item::published)
                    .sorted()
                    .toList();
            Grants grants = new Grants(environment.clock(), opened, settings, environment.journal());
            Authorisation authorisation = new Authorisation(opened, grants);
            authorisation.register(new Authorisation.App(
                    settings.text("client-id", "parvis-demo"),
                    settings.text("client-secret", "parvis-demo-secret"),
                    List.of(settings.text("redirect-uris", "").split("\\|")),
                    settings.flag("any-loopback-redirect", false)));
            build(environment, settings, opened, grants, authorisation);
        }
    }

    private void build(
            NetworkEnvironment environment,
            Settings settings,
            World opened,
            Grants grants,
            Authorisation authorisation) {
        Changes changes = new Changes(opened, environment.journal());
        Rendering rendering = new Rendering(opened, settings);
        VideoActions videos = new VideoActions(opened, changes, rendering);
        UploadSessions uploads = new UploadSessions(
                opened, changes, rendering, videos, settings, environment.journal(), environment.baseUri());
        Hub announcing = new Hub(opened, environment.journal());
        for (JournalEntry entry : environment.journal().entries()) {
            JsonNode state = entry.state();
            if (state != null) {
                changes.apply(state);
                grants.apply(state);
                uploads.apply(state);
                announcing.apply(state);
                YoutubeControl.apply(authorisation, state);
            }
        }
        changes.listener(announcing::happened);
        Quotas quotas = new Quotas(environment.clock(), settings);
        CommentActions comments = new CommentActions(opened, changes, rendering, settings);
        Api.Actions actions = new Api.Actions(
                new ChannelReads(opened, rendering), comments, videos, uploads, new Reports(opened, settings));
        world = opened;
        hub = announcing;
        api = new Api(opened, authorisation, grants, quotas, announcing, actions);
        control = new YoutubeControl(opened, changes, grants, settings, quotas, authorisation, uploads, announcing);
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
        synchronized (opened(world)) {
            return opened(control).perform(operation, request);
        }
    }

    @Override
    public List<Instant> eventsAfter(Instant after, int count) {
        return events.stream().filter(at -> at.isAfter(after)).limit(count).toList();
    }

    @Override
    public void close() {
        if (hub != null) {
            hub.close();
        }
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The simulator is not open yet.");
        }
        return part;
    }
}
