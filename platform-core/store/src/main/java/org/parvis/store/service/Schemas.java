package org.parvis.store.service;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parvis.store.SchemaDefinition;
import org.parvis.store.migration.FlywayMigrator;
import org.parvis.store.migration.MigrationException;
import org.parvis.store.migration.SchemaOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas the other rooms define: which wait, which failed, which are offered. Definitions come and go on any thread;
 * migrations run on the keeper's.
 */
final class Schemas {
    private static final Logger LOG = LoggerFactory.getLogger(Schemas.class);

    /** Offers the database for a schema; running the result withdraws it. */
    private final Function<String, Runnable> offer;

    private final List<SchemaDefinition> defined = new ArrayList<>();
    private final Map<SchemaDefinition, Runnable> offered = new LinkedHashMap<>();
    private final Map<SchemaDefinition, String> failed = new LinkedHashMap<>();
    private final Set<String> done = new HashSet<>();
    private boolean closed;

    Schemas(Function<String, Runnable> offer) {
        this.offer = offer;
    }

    synchronized void add(SchemaDefinition definition) {
        defined.add(definition);
    }

    /** What is withdrawn here must not be used any more when this returns. */
    void remove(SchemaDefinition definition) {
        Optional<Runnable> withdrawal;
        synchronized (this) {
            defined.remove(definition);
            failed.remove(definition);
            withdrawal = Optional.ofNullable(offered.remove(definition));
        }
        // Outside the lock: those who used it are told now, and may call back.
        withdrawal.ifPresent(Runnable::run);
    }

    /** What is defined, whatever became of it. */
    synchronized List<SchemaDefinition> definitions() {
        return List.copyOf(defined);
    }

    /** Forgets what was done, after {@link #withdrawAll}: everything is migrated and offered anew. */
    synchronized void beginAgain() {
        done.clear();
        failed.clear();
    }

    /** Withdraws all, and migrates nothing more. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        withdrawAll();
    }

    void withdrawAll() {
        List<Runnable> withdrawals;
        synchronized (this) {
            withdrawals = new ArrayList<>(offered.values());
            offered.clear();
        }
        withdrawals.forEach(Runnable::run);
    }

    synchronized Map<String, String> failures() {
        Map<String, String> failures = new TreeMap<>();
        for (SchemaDefinition definition : defined) {
            Set<String> missing = SchemaOrder.missing(definition, done);
            if (!missing.isEmpty()) {
                failures.put(definition.name(), "The schema '" + definition.name() + "' waits for " + missing + ".");
            }
        }
        failed.forEach((definition, sentence) -> failures.put(definition.name(), sentence));
        return failures;
    }

    /** The store's own schema, without which none can be. */
    synchronized void completed(String name) {
        done.add(name);
    }

    /** Migrates and offers whatever waits and may go on. Fails only for reasons that pass. */
    void advance(FlywayMigrator migrator) throws MigrationException {
        for (Optional<SchemaDefinition> next = next(); next.isPresent(); next = next()) {
            SchemaDefinition definition = next.get();
            try {
                migrator.migrate(definition);
            } catch (MigrationException e) {
                if (FlywayMigrator.isTemporary(e)) {
                    throw e;
                }
                fail(definition, e.getMessage(), null);
                continue;
            } catch (RuntimeException | LinkageError e) {
                // A broken bundle must not keep the others from their tables.
                fail(definition, "The schema '" + definition.name() + "' could not be brought up to date: " + e, e);
                continue;
            }
            publish(definition);
        }
    }

    private synchronized Optional<SchemaDefinition> next() {
        if (closed) {
            return Optional.empty();
        }
        List<SchemaDefinition> waiting = defined.stream()
                .filter(definition -> !offered.containsKey(definition) && !failed.containsKey(definition))
                .toList();
        return SchemaOrder.next(waiting, done);
    }

    private synchronized void fail(SchemaDefinition definition, String sentence, @Nullable Throwable defect) {
        // A migration that ends because the server is being stopped has not failed.
        if (defined.contains(definition) && !closed) {
            failed.put(definition, sentence);
            LOG.error("{}", sentence, defect);
        }
    }

    private void publish(SchemaDefinition definition) {
        Runnable withdrawal = offer.apply(definition.name());
        boolean stillDefined;
        synchronized (this) {
            stillDefined = defined.contains(definition) && !closed;
            if (stillDefined) {
                offered.put(definition, withdrawal);
                done.add(definition.name());
            }
        }
        if (!stillDefined) {
            withdrawal.run();
        }
    }
}
