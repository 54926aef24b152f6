package org.parvis.gateway.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventHandler;
import org.osgi.service.event.propertytypes.EventTopics;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.ProblemException;
import org.parvis.api.account.AccountService;
import org.parvis.api.hint.Hint;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Authentication;
import org.parvis.gateway.http.Json;
import org.parvis.gateway.http.Requests;
import org.parvis.model.AccountId;

/**
 * Live updates as server-sent events: which conversation, item, publication or account changed, by id; whoever listens asks
 * for what it shows. A stream gets the hints of its own workspace and of accounts its caller may read, and nothing else; it
 * ends when the login ends. Updates may be lost, so a client also asks again when it reconnects.
 */
@Component(
        service = {EventsResource.class, EventHandler.class},
        immediate = true)
@EventTopics(Hint.PREFIX + "*")
@JakartarsResource
@Path("v1/events")
@Tag(name = "live")
public final class EventsResource implements EventHandler {
    private static final int HEARTBEAT_SECONDS = 15;

    private final WorkspaceService workspaces;
    private final AccountService accounts;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService sender;

    @Activate
    public EventsResource(@Reference WorkspaceService workspaces, @Reference AccountService accounts) {
        this.workspaces = workspaces;
        this.accounts = accounts;
        this.sender = Executors.newSingleThreadScheduledExecutor(
                task -> {
                    Thread thread = Executors.defaultThreadFactory().newThread(task);
                    thread.setName("parvis-live-updates");
                    thread.setDaemon(true);
                    return thread;
                });
        sender.scheduleWithFixedDelay(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    @Deactivate
    void stop() {
        sender.shutdownNow();
        streams.forEach(Stream::close);
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "Live updates")
    public void listen(
            @Context SseEventSink sink,
            @Context Sse sse,
            @CookieParam(Authentication.COOKIE) @Nullable String session,
            @Context ContainerRequestContext request) {
        Caller caller = Requests.caller(request);
        Stream stream = new Stream(caller, session, sink, sse);
        streams.add(stream);
        sink.send(sse.newEventBuilder().name("ready").data(String.class, "{}").build());
    }

    /** Only hands over: the container drops handlers that take long. */
    @Override
    public void handleEvent(Event event) {
        Map<String, Object> properties = new HashMap<>();
        for (String name : event.getPropertyNames()) {
            properties.put(name, event.getProperty(name));
        }
        Hint hint = Hint.from(event.getTopic(), properties);
        if (!streams.isEmpty() && !sender.isShutdown()) {
            sender.execute(() -> streams.forEach(stream -> stream.pass(hint)));
        }
    }

    private void beat() {
        for (Stream stream : streams) {
            if (stream.sink.isClosed() || !stream.stillLoggedIn()) {
                streams.remove(stream);
                stream.close();
            } else {
                stream.sink.send(stream.sse.newEventBuilder().comment("still here").build());
            }
        }
    }

    /** One listener. Used on the sender's thread. */
    private final class Stream {
        private final Caller caller;
        private final @Nullable String session;
        private final SseEventSink sink;
        private final Sse sse;
        private final Map<org.parvis.model.AccountId, Boolean> readable = new ConcurrentHashMap<>();

        Stream(Caller caller, @Nullable String session, SseEventSink sink, Sse sse) {
            this.caller = caller;
            this.session = session;
            this.sink = sink;
            this.sse = sse;
        }

        void pass(Hint hint) {
            if (sink.isClosed() || !concerns(hint)) {
                return;
            }
            String name = hint.topic().substring(Hint.PREFIX.length()).replace('/', '.').toLowerCase(Locale.ROOT);
            HintJson body = new HintJson(
                    hint.subject(), hint.account() == null ? null : hint.account().toString(), hint.occurredAt());
            sink.send(sse.newEventBuilder()
                    .name(name)
                    .data(String.class, Json.text(body))
                    .build());
        }

        private boolean concerns(Hint hint) {
            if (hint.workspace() == null || !hint.workspace().equals(caller.workspace())) {
                return false;
            }
            return hint.account() == null || readable.computeIfAbsent(hint.account(), this::mayRead);
        }

        private boolean mayRead(AccountId account) {
            try {
                accounts.account(caller, account);
                return true;
            } catch (ProblemException hidden) {
                return false;
            }
        }

        boolean stillLoggedIn() {
            readable.clear();
            return session == null
                    || workspaces.callerOfSession(session, false, null, caller.origin()).isPresent();
        }

        void close() {
            sink.close();
        }
    }
}
