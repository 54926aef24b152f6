package org.parvis.store.service;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.parvis.store.Database;
import org.parvis.store.DatabaseTransfer;
import org.parvis.store.SchemaDefinition;
import org.parvis.store.StoreStatus;
import org.parvis.store.TransferException;
import org.parvis.store.connection.ConnectionPool;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.connection.EndpointDataSource;
import org.parvis.store.connection.Gate;
import org.parvis.store.embedded.RefusedException;
import org.parvis.store.migration.FlywayMigrator;
import org.parvis.store.migration.MigrationException;
import org.parvis.store.migration.StoreSchema;
import org.parvis.store.transaction.JdbiDatabase;
import org.parvis.store.transfer.OwnerTransfer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the database available: starts the server, watches it, starts it again when it ended, brings the schemas up to
 * date and offers the database for each. One thread does all of it; the methods here only tell it, or read what it found.
 */
final class StoreKeeper implements StoreStatus, DatabaseTransfer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreKeeper.class);
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Server server;
    private final Mode mode;
    private final ConnectionPool pool;
    private final FlywayMigrator migrator;
    private final Heartbeat heartbeat;
    private final Schemas schemas;
    private final Gate gate = new Gate(Duration.ofSeconds(30));
    private final Semaphore wake = new Semaphore(0);
    private final Restorations restorations = new Restorations();
    private final OwnerTransfer transfer;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "parvis-store-keeper"));

    private volatile Report report = new Report(State.STARTING, "The database is starting", Instant.now());
    private volatile Optional<String> version = Optional.empty();
    private volatile boolean closed;
    private boolean prepared;
    private Duration pause = FIRST_PAUSE;

    private record Report(State state, String reason, Instant since) {}

    /** @param offer offers the database under a schema's name; running its result withdraws it */
    StoreKeeper(StoreSettings settings, Server server, BiFunction<String, Database, Runnable> offer) {
        this.server = server;
        this.mode = settings.external().isPresent() ? Mode.EXTERNAL : Mode.EMBEDDED;
        Duration statement = settings.statementTimeout();
        pool = new ConnectionPool(
                new EndpointDataSource(this::endpointOnceReady, statement, statement.plusSeconds(30)),
                settings.pool(),
                settings.poolWait());
        EndpointDataSource owner = new EndpointDataSource(server::endpoint, Duration.ZERO, Duration.ZERO);
        migrator = new FlywayMigrator(owner, settings.migrate());
        heartbeat = new Heartbeat(server::endpoint);
        Database database = new JdbiDatabase(pool.source());
        schemas = new Schemas(name -> offer.apply(name, database));
        // Who restores has asked for the schemas to be made, whatever is configured for every day.
        transfer = new OwnerTransfer(owner, new FlywayMigrator(owner, true), schemas::definitions);
    }

    private Endpoint endpointOnceReady() {
        gate.pass();
        return server.endpoint();
    }

    void start() {
        thread.execute(this::keep);
    }

    void add(SchemaDefinition definition) {
        schemas.add(definition);
        wake.release();
    }

    void remove(SchemaDefinition definition) {
        schemas.remove(definition);
    }

    @Override
    public <T> T export(Export<T> export) throws IOException, TransferException {
        insistOnReady();
        return transfer.export(export);
    }

    @Override
    public void check(Source source) throws TransferException {
        insistOnReady();
        transfer.check(source);
    }

    /** The keeper does it, between withdrawing the database from everybody and offering it again. */
    @Override
    public void restore(Source source) throws IOException, TransferException {
        check(source);
        restorations.ask(source, wake::release);
    }

    private void insistOnReady() throws TransferException {
        if (closed || report.state() != State.READY) {
            throw new TransferException(closed ? "The platform is being stopped." : report.reason() + ".");
        }
    }

    @Override
    public State state() {
        return report.state();
    }

    @Override
    public String reason() {
        return report.reason();
    }

    @Override
    public Instant since() {
        return report.since();
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public Optional<String> serverVersion() {
        return version;
    }

    @Override
    public Optional<Path> folder() {
        return server.folder();
    }

    @Override
    public Optional<Connections> connections() {
        return Optional.of(pool.use());
    }

    @Override
    public Map<String, String> failedSchemas() {
        return schemas.failures();
    }

    /** Withdraws the database from everybody, then stops the server cleanly. */
    @Override
    public void close() {
        closed = true;
        schemas.close();
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.warn("The database is still busy with a migration; it is stopped nevertheless");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        restorations.refuseAll();
        heartbeat.close();
        gate.end();
        pool.close();
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("PostgreSQL did not stop cleanly: {}", e.getMessage());
        }
    }

    private void keep() {
        while (!closed) {
            try {
                sleep(round());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Does what there is to do, and says how long to wait before looking again. */
    private Duration round() throws InterruptedException {
        try {
            bringUp();
            version = Optional.of(heartbeat.beat());
            Runnable restored = restoreIfAsked();
            try {
                prepare();
                enter(State.READY, "The database answers");
                pause = FIRST_PAUSE;
                schemas.advance(migrator);
            } finally {
                restored.run();
            }
            return BEAT;
        } catch (RefusedException e) {
            enter(State.REFUSED, e.getMessage());
            return REFUSED_PAUSE;
        } catch (MigrationException e) {
            if (FlywayMigrator.isTemporary(e)) {
                return unavailable(e);
            }
            enter(State.REFUSED, e.getMessage());
            return REFUSED_PAUSE;
        } catch (IOException | SQLException e) {
            return unavailable(e);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("Keeping the database available failed", e);
            return unavailable(e);
        }
    }

    private Duration unavailable(Throwable failure) {
        enter(State.UNAVAILABLE, "The database does not answer: " + failure.getMessage());
        heartbeat.close();
        pool.evict();
        Duration now = pause;
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        return now;
    }

    private void bringUp() throws IOException, RefusedException, InterruptedException {
        CompletableFuture<?> before = server.ended();
        if (before.isDone() && report.state() == State.READY) {
            enter(State.UNAVAILABLE, "PostgreSQL ended unexpectedly; it is being started again");
            heartbeat.close();
            pool.evict();
        }
        server.bringUp();
        CompletableFuture<?> after = server.ended();
        if (after != before) {
            after.whenComplete((result, failure) -> wake.release());
        }
    }

    /** The result tells whoever asked. */
    private Runnable restoreIfAsked() {
        if (!restorations.isAsked() || report.state() != State.READY) {
            return () -> {};
        }
        // While connections can still be had, so that whoever needs one to come to an end does.
        schemas.withdrawAll();
        enter(State.STARTING, "The database is being restored from a backup");
        pool.evict();
        Runnable restored = restorations.perform(transfer);
        schemas.beginAgain();
        prepared = false;
        return restored;
    }

    private void prepare() throws MigrationException, RefusedException {
        if (prepared) {
            return;
        }
        if (!Heartbeat.isSupported(version.orElseThrow())) {
            throw new RefusedException("The server is PostgreSQL " + version.get()
                    + "; Parvis needs 15 or later. Name another one by url in org.parvis.store.");
        }
        migrator.roles();
        migrator.migrate(new StoreSchema());
        schemas.completed(StoreSchema.NAME);
        prepared = true;
    }

    private void enter(State state, String reason) {
        Report old = report;
        if (old.state() == state && old.reason().equals(reason)) {
            return;
        }
        report = new Report(state, reason, old.state() == state ? old.since() : Instant.now());
        if (state == State.READY) {
            gate.open();
        } else {
            gate.close();
        }
        if (old.state() == state) {
            LOG.debug("{}", reason);
        } else if (state == State.READY) {
            LOG.info("The database is ready (PostgreSQL {}, {})", version.orElse("?"), mode);
        } else {
            LOG.warn("{}", reason);
        }
    }

    private void sleep(Duration duration) throws InterruptedException {
        if (wake.tryAcquire(duration.toMillis(), TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
    }
}
