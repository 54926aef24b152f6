package org.parvis.simulator.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.JournalEntry;
import org.parvis.simulation.NetworkEnvironment;
import org.parvis.simulation.Reply;
import org.parvis.simulation.SimulatedNetwork;

/**
 * LinkedIn as a stateful local server. Created by {@link java.util.ServiceLoader}; everything it does is behind {@link #open}.
 * Thread-safe after that.
 */
public final class LinkedinSimulator implements SimulatedNetwork {
    private @Nullable Api api;
    private @Nullable LinkedinControl control;
    private @Nullable World world;
    private @Nullable Notifications notifications;

    @Override
    public String id() {
        return "linkedin";
    }

    @Override
    public void open(NetworkEnvironment environment) {
        Settings settings = new Settings(environment.options());
        World opened = new World(environment.clock());
        new WorldLoader(opened, environment.archive()).load();
        Grants grants = new Grants(environment.clock(), environment.journal());
        Authorisation authorisation = new Authorisation(opened, grants);
        authorisation.register(new Authorisation.App(
                settings.text("client-id", "parvis-demo"),
                settings.text("client-secret", "parvis-demo-secret"),
                List.of(settings.text("redirect-uris", "").split("\\|")),
                settings.anyLoopbackRedirect()));
        Changes changes = new Changes(opened, environment.journal());
        Limits limits = new Limits(environment.clock(), settings);
        MediaRoutes media = new MediaRoutes(opened, changes, settings);
        Notifications announcing = new Notifications(opened, authorisation, settings, environment.journal());
        for (JournalEntry entry : environment.journal().entries()) {
            if (entry.state() != null) {
                changes.apply(entry.state());
                grants.apply(entry.state());
                media.apply(entry.state());
                announcing.apply(entry.state());
                LinkedinControl.apply(authorisation, entry.state());
            }
        }
        changes.listener(announcing::happened);
        world = opened;
        notifications = announcing;
        api = new Api(
                opened,
                authorisation,
                grants,
                settings,
                limits,
                new Api.Parts(
                        new PostRoutes(opened, changes, settings, media),
                        new CommentRoutes(opened, changes, settings, limits),
                        new OrganizationRoutes(opened, limits, settings),
                        media,
                        announcing));
        control = new LinkedinControl(opened, changes, grants, settings, authorisation, announcing);
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
        World known = opened(world);
        synchronized (known) {
            return LongStream.concat(
                            known.posts().stream().mapToLong(post -> post.createdAt),
                            known.comments().stream().mapToLong(comment -> comment.createdAt))
                    .filter(time -> time > after.toEpochMilli())
                    .sorted()
                    .limit(count)
                    .mapToObj(Instant::ofEpochMilli)
                    .toList();
        }
    }

    @Override
    public void clockChanged() {
        opened(notifications).clockChanged();
    }

    @Override
    public void close() {
        if (notifications != null) {
            notifications.close();
        }
    }

    private static <T> T opened(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("The simulator is not open yet.");
        }
        return part;
    }
}
