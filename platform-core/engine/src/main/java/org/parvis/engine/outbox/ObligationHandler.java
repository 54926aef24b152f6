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
     * What the key of its obligations is the id of, as a word for the log: {@code publication}. Empty where that is nothing
     * one would look for.
     */
    default String subject() {
        return "";
    }

    Settlement handle(Obligation obligation, Lease lease) throws Exception;
}
