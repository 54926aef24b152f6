package org.parvis.gateway.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.AccountService;
import org.parvis.api.hint.Hint;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Session;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.gateway.http.Authentication;
import org.parvis.gateway.http.Json;
import org.parvis.gateway.http.Requests;
import org.parvis.model.AccountId;
import org.parvis.model.UnavailableException;
import org.parvis.model.WorkspaceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live updates as server-sent events: which conversation, item, publication or account changed, by id; whoever listens asks
 * for what it shows. A stream gets the hints of its own workspace and of accounts its caller may read, and nothing else; it
 * ends when the login ends. Updates may be lost, so a client also asks again when it reconnects.
 */
@Component(
        service = {EventsResource.class, EventHandler.class},
        immediate = true,
        // Not the annotation of the event bus: it asks for a newer implementation than the container brings.
        property = EventConstants.EVENT_TOPIC + "=" + Hint.PREFIX + "*")
@JakartarsResource
@Path("v1/events")
@Tag(name = "live")
public final class EventsResource implements EventHandler {
    private static final int HEARTBEAT_SECONDS = 15;
    private static final int STREAMS_OF_ONE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(EventsResource.class);

    private final WorkspaceService workspaces;
    private final AccountService accounts;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService sender;

    @Activate
    public EventsResource(@Reference WorkspaceService workspaces, @Reference AccountService accounts) {
        this.workspaces = workspaces;
        this.accounts = accounts;
        this.sender = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "parvis-live-updates");
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
    @Operation(
            operationId = "listenToEvents",
            summary = "Live updates: an event per change, named after what changed, with the ids as data")
    @ApiResponse(
            responseCode = "200",
            description = "Events until the login ends",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(types = "string")))
    public void listen(
            @Context SseEventSink sink,
            @Context Sse sse,
            @Parameter(hidden = true) @CookieParam(Authentication.COOKIE) @Nullable String session,
            @Context ContainerRequestContext request) {
        Caller caller = Requests.caller(request);
        Optional<String> token = Requests.bearer(request);
        Supplier<Optional<WorkspaceId>> login = token.isPresent()
                ? () -> workspaces.callerOfToken(token.get(), caller.origin()).map(Caller::workspace)
                : () -> session == null
                        ? Optional.empty()
                        : workspaces.session(session).map(Session::workspace);
        if (streams.stream().filter(stream -> stream.isOf(caller)).count() >= STREAMS_OF_ONE) {
            throw new ProblemException(
                    Problem.TOO_MANY, "There are " + STREAMS_OF_ONE + " live streams of yours already; close one.");
        }
        Stream stream = new Stream(caller, login, sink, sse);
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
            sender.execute(() -> streams.forEach(stream -> pass(stream, hint)));
        }
    }

    private void pass(Stream stream, Hint hint) {
        try {
            stream.pass(hint);
        } catch (IllegalStateException closedMeanwhile) {
            streams.remove(stream);
        } catch (UnavailableException away) {
            LOG.debug("A live update was left out", away);
        }
    }

    private void beat() {
        for (Stream stream : streams) {
            beat(stream);
        }
    }

    private void beat(Stream stream) {
        try {
            if (stream.sink.isClosed() || !stream.stillLoggedIn()) {
                streams.remove(stream);
                stream.close();
            } else {
                stream.sink.send(
                        stream.sse.newEventBuilder().comment("still here").build());
            }
        } catch (IllegalStateException closedMeanwhile) {
            streams.remove(stream);
        }
    }

    /** One listener. Used on the sender's thread. */
    private final class Stream {
        private final Caller caller;
        private final Supplier<Optional<WorkspaceId>> login;
        private final SseEventSink sink;
        private final Sse sse;
        private final Map<AccountId, Boolean> readable = new ConcurrentHashMap<>();

        Stream(Caller caller, Supplier<Optional<WorkspaceId>> login, SseEventSink sink, Sse sse) {
            this.caller = caller;
            this.login = login;
            this.sink = sink;
            this.sse = sse;
        }

        void pass(Hint hint) {
            if (sink.isClosed() || !concerns(hint)) {
                return;
            }
            String name = hint.topic()
                    .substring(Hint.PREFIX.length())
                    .replace('/', '.')
                    .toLowerCase(Locale.ROOT);
            HintJson body = new HintJson(
                    hint.subject(),
                    hint.account() == null ? null : hint.account().toString(),
                    hint.occurredAt());
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

        boolean isOf(Caller other) {
            return caller.workspace().equals(other.workspace())
                    && Objects.equals(caller.user(), other.user())
                    && caller.name().equals(other.name());
        }

        /** Without counting as activity: a page left open must not keep a login alive. */
        boolean stillLoggedIn() {
            readable.clear();
            try {
                return login.get().filter(caller.workspace()::equals).isPresent();
            } catch (UnavailableException away) {
                return true;
            }
        }

        void close() {
            sink.close();
        }
    }
}
