package org.parvis.engine.outbox;

import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Fulfils obligations of some kinds; registered as a service. Called on the outbox's threads, at most once per obligation at
 * a time but, after a crash, again. What it throws counts as a failed attempt with backoff.
 */
@ConsumerType
public interface ObligationHandler {
    Set<String> kinds();

    /**
     * Those of its kinds that are handed over when they are due although their network is away, once for each absence: people
     * are to see what such work waits for. The handler calls the network as ever, and settles with
     * {@link Settlement.Waiting} when that is refused. Everything else stays where it is until the network is back.
     */
    default Set<String> toldOfAbsence() {
        return Set.of();
    }

    /**
     * What the key of its obligations is the id of, as a word for the log: {@code publication}. Empty where that is nothing
     * one would look for.
     */
    default String subject() {
        return "";
    }

    Settlement handle(Obligation obligation, Lease lease) throws Exception;
}
