package org.parvis.installer.service;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.parvis.api.network.Installation;
import org.parvis.api.network.Installation.Step;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.model.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes since the start and how far each is; every end is an entry in the platform's audit trail. Thread-safe; an end
 * blocks for the audit trail's statement.
 */
final class Ledger {
    private static final Logger LOGGER = LoggerFactory.getLogger(Ledger.class);
    private static final int MOST = 200;

    private final AuditTrail audit;
    private final Clock clock;
    private final Map<UUID, Installation> installations = new LinkedHashMap<>();

    Ledger(AuditTrail audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    synchronized Installation begin(String action, String subject, String network, String by) {
        Installation begun = new Installation(
                UUID.randomUUID(), action, subject, network, "", Step.WAITING, "", by, clock.instant(), null);
        installations.put(begun.id(), begun);
        if (installations.size() > MOST) {
            installations.keySet().stream()
                    .filter(id -> Optional.ofNullable(installations.get(id))
                            .map(Installation::isOver)
                            .orElse(true))
                    .findFirst()
                    .ifPresent(installations::remove);
        }
        return begun;
    }

    /** What the change is about, once that is known. */
    synchronized void about(UUID id, String network, String version) {
        Installation now = get(id);
        installations.put(
                id,
                new Installation(
                        id,
                        now.action(),
                        now.subject(),
                        network,
                        version,
                        now.step(),
                        now.detail(),
                        now.by(),
                        now.startedAt(),
                        null));
    }

    synchronized void step(UUID id, Step step, String detail) {
        Installation now = get(id);
        installations.put(
                id,
                new Installation(
                        id,
                        now.action(),
                        now.subject(),
                        now.network(),
                        now.version(),
                        step,
                        detail,
                        now.by(),
                        now.startedAt(),
                        null));
        notifyAll();
    }

    Installation end(UUID id, Step step, String detail) {
        Installation ended;
        synchronized (this) {
            Installation now = get(id);
            ended = new Installation(
                    id,
                    now.action(),
                    now.subject(),
                    now.network(),
                    now.version(),
                    step,
                    detail,
                    now.by(),
                    now.startedAt(),
                    clock.instant());
        }
        // first the trail: who waits for the end may look there
        record(ended);
        synchronized (this) {
            installations.put(id, ended);
            notifyAll();
        }
        if (step == Step.DONE) {
            LOGGER.info("{} {} {}: {}", ended.action(), ended.network(), ended.version(), detail);
        } else {
            LOGGER.warn("{} of {} by {}: {}: {}", ended.action(), ended.subject(), ended.by(), step, detail);
        }
        return ended;
    }

    /** Nobody asked for it, and nothing came of it. */
    synchronized void drop(UUID id) {
        installations.remove(id);
    }

    private void record(Installation ended) {
        Map<String, String> details =
                Map.of("version", ended.version(), "outcome", ended.step().name(), "detail", shortened(ended.detail()));
        note(
                ended.by(),
                "network." + ended.action(),
                ended.network().isEmpty() ? ended.subject() : ended.network(),
                details);
    }

    /** An entry for what is done at once. */
    void note(String by, String action, String network, Map<String, String> details) {
        try {
            audit.recordSystem(null, by, action, "network:" + network, details);
        } catch (UnavailableException away) {
            LOGGER.warn(
                    "{} of {} by {} could not be written to the audit trail: {}",
                    action,
                    network,
                    by,
                    away.getMessage());
        }
    }

    private static String shortened(String text) {
        return text.length() <= 1_000 ? text : text.substring(0, 1_000);
    }

    private Installation get(UUID id) {
        Installation there = installations.get(id);
        if (there == null) {
            throw new IllegalStateException("No such installation: " + id);
        }
        return there;
    }

    synchronized Optional<Installation> find(UUID id) {
        return Optional.ofNullable(installations.get(id));
    }

    /** Newest first. */
    synchronized List<Installation> all() {
        List<Installation> all = new ArrayList<>(installations.values());
        Collections.reverse(all);
        return all;
    }

    synchronized Installation await(UUID id, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toMillis();
        while (!get(id).isOver() && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        return get(id);
    }
}
