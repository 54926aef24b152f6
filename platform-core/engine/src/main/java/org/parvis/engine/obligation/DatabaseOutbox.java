package org.parvis.engine.obligation;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.Slice;
import org.parvis.api.hint.Hint;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.ObligationView;
import org.parvis.api.network.OutboxService;
import org.parvis.engine.outbox.NewObligation;
import org.parvis.engine.outbox.ObligationHandler;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.trace.HandlingObserver;
import org.parvis.engine.whiteboard.ParticipantRoster;
import org.parvis.model.AccountId;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox over the database. Several nodes may run one each over the same tables: every obligation is handled by whoever
 * claims it first. Owns its threads, from activation to deactivation.
 *
 * <p>Obligations of the platform itself have the workspace {@link #PLATFORM}; their handlers settle in system transactions.
 */
@Component(
        service = {Outbox.class, OutboxService.class, Wakeups.class, EventHandler.class},
        immediate = true,
        configurationPid = "org.parvis.outbox",
        property = {EventConstants.EVENT_TOPIC + "=" + Hint.NETWORK, EventConstants.EVENT_TOPIC + "=" + Hint.QUOTA})
@Designate(ocd = OutboxConfiguration.class)
public final class DatabaseOutbox implements Outbox, OutboxService, Wakeups, EventHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOutbox.class);
    private static final Set<NetworkState> CALLABLE = Set.of(NetworkState.READY, NetworkState.DEGRADED);

    /** The workspace of obligations that are the platform's own. */
    public static final WorkspaceId PLATFORM = HeldLease.PLATFORM;

    private final Database database;
    private final NetworkService networks;
    private final BooleanSupplier complete;
    private final ObligationRecords records = new ObligationRecords();
    private final HandlerPool pool;
    private final Dispatcher dispatcher;
    private final Thread thread;

    @Activate
    public DatabaseOutbox(
            @Reference(target = "(schema=engine)") Database database,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference NetworkService networks,
            @Reference ParticipantRoster roster,
            @Reference HandlingObserver observer,
            OutboxConfiguration configuration) {
        this(
                database,
                clock,
                networks,
                roster::complete,
                OutboxSettings.of(configuration),
                new Random(new SecureRandom().nextLong()),
                observer);
    }

    /**
     * @param complete whether everybody is there who has to hear of what handlers change; until then nothing is handled
     * @param random spreads retries; seeded by tests
     */
    DatabaseOutbox(
            Database database,
            Clock clock,
            NetworkService networks,
            BooleanSupplier complete,
            OutboxSettings settings,
            Random random,
            HandlingObserver observer) {
        this.database = database;
        this.networks = networks;
        this.complete = complete;
        AtomicInteger count = new AtomicInteger();
        String owner = nodeName();
        pool = new HandlerPool(
                database,
                clock,
                settings,
                new Backoff(random),
                task -> thread(task, "parvis-outbox-" + count.incrementAndGet()),
                this::released,
                observer);
        dispatcher = new Dispatcher(database, clock, settings, owner, this::callable, pool);
        thread = thread(dispatcher, "parvis-outbox-dispatcher");
        pool.start();
        thread.start();
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static String nodeName() {
        byte[] bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(bytes);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void bindHandler(ObligationHandler handler) {
        pool.add(handler);
        dispatcher.look();
    }

    public void unbindHandler(ObligationHandler handler) {
        pool.remove(handler);
    }

    @Deactivate
    public void stop() {
        dispatcher.stop();
        try {
            thread.join(5_000);
            pool.stop();
        } catch (InterruptedException e) {
            LOG.warn("Interrupted while the outbox stopped; its leases end by themselves");
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public UUID add(NewObligation obligation) {
        UUID id = Identifiers.next();
        return inScope(obligation.workspace(), handle -> {
            UUID there = records.add(handle, id, obligation);
            if (there.equals(id)) {
                database.afterCommit(() -> dispatcher.offer(List.of(entry(id, obligation))));
            }
            return there;
        });
    }

    @Override
    public void addAll(List<NewObligation> obligations) {
        Map<WorkspaceId, List<NewObligation>> byWorkspace = obligations.stream()
                .collect(Collectors.groupingBy(NewObligation::workspace, LinkedHashMap::new, Collectors.toList()));
        if (byWorkspace.size() == 1) {
            inScope(obligations.get(0).workspace(), handle -> addAll(handle, obligations));
        } else if (!byWorkspace.isEmpty()) {
            database.inSystem(handle -> addAll(handle, obligations));
        }
    }

    /** What is the platform's own is written in system transactions. */
    private <T> T inScope(WorkspaceId workspace, Database.Work<T, RuntimeException> work) {
        return workspace.equals(PLATFORM) ? database.inSystem(work) : database.inWorkspace(workspace, work);
    }

    private int addAll(Handle handle, List<NewObligation> obligations) {
        Map<UUID, NewObligation> added = records.addAll(handle, obligations);
        List<Entry> entries = added.entrySet().stream()
                .map(each -> entry(each.getKey(), each.getValue()))
                .toList();
        database.afterCommit(() -> dispatcher.offer(entries));
        return entries.size();
    }

    @Override
    public boolean reschedule(WorkspaceId workspace, String kind, String key, Instant due) {
        return inScope(workspace, handle -> {
            Optional<Entry> moved = records.reschedule(handle, workspace, kind, key, due);
            moved.ifPresent(entry -> database.afterCommit(() -> {
                dispatcher.forget(entry.id());
                dispatcher.offer(List.of(entry));
            }));
            return moved.isPresent();
        });
    }

    @Override
    public boolean withdraw(WorkspaceId workspace, String kind, String key) {
        return inScope(workspace, handle -> {
            Optional<UUID> gone = records.withdraw(handle, workspace, kind, key);
            gone.ifPresent(id -> database.afterCommit(() -> dispatcher.forget(id)));
            return gone.isPresent();
        });
    }

    @Override
    public void withdrawAll(WorkspaceId workspace, AccountId account) {
        database.useWorkspace(workspace, handle -> {
            Collection<UUID> gone = records.withdrawAll(handle, workspace, account);
            database.afterCommit(() -> gone.forEach(dispatcher::forget));
        });
    }

    @Override
    public void accountWorks(WorkspaceId workspace, AccountId account) {
        database.useWorkspace(workspace, handle -> {
            if (records.wake(handle, workspace, account) > 0) {
                database.afterCommit(dispatcher::look);
            }
        });
    }

    @Override
    public void budgetRaised(NetworkId network) {
        database.useSystem(handle -> {
            List<UUID> woken = records.wakeForBudget(handle, network, dispatcher.now());
            database.afterCommit(() -> {
                // they are known by another time, under which they would be met first
                woken.forEach(dispatcher::forget);
                dispatcher.look();
            });
        });
    }

    @Override
    public Slice<ObligationView> obligations(Query query) {
        return database.inSystem(handle -> records.list(handle, query));
    }

    @Override
    public Optional<ObligationView> obligation(UUID id) {
        return database.inSystem(handle -> records.find(handle, id));
    }

    @Override
    public boolean retry(UUID id) {
        return database.inSystem(handle -> {
            boolean done = records.retry(handle, id, dispatcher.now());
            database.afterCommit(dispatcher::look);
            return done;
        });
    }

    @Override
    public int purgeDead(Instant before) {
        return database.inSystem(handle -> records.purgeDead(handle, before));
    }

    @Override
    public Status status() {
        Set<String> callable = callable();
        return database.inSystem(handle -> records.status(handle, callable, dispatcher.now(), pool.claiming()));
    }

    @Override
    public void handleEvent(Event event) {
        if (event.getTopic().equals(Hint.QUOTA)) {
            dispatcher.quotasChanged();
        } else {
            dispatcher.networksChanged();
        }
    }

    private void released(List<Dispatcher.Freed> freed) {
        dispatcher.released(freed);
    }

    private Set<String> callable() {
        if (!complete.getAsBoolean()) {
            return Set.of();
        }
        Set<String> callable = new TreeSet<>(Set.of(""));
        networks.networks().stream()
                .filter(network -> CALLABLE.contains(network.state()))
                .forEach(network -> callable.add(network.id().value()));
        return callable;
    }

    private static Entry entry(UUID id, NewObligation obligation) {
        return new Entry(
                id,
                ObligationRecords.micros(obligation.due()),
                obligation.kind(),
                obligation.lane(),
                obligation.network() == null ? "" : obligation.network().value(),
                obligation.account() == null
                        ? obligation.workspace().value()
                        : obligation.account().value());
    }
}
