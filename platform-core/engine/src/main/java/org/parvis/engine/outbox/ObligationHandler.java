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

    Settlement handle(Obligation obligation, Lease lease) throws Exception;
}
