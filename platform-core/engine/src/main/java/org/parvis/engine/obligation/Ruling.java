package org.parvis.engine.obligation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.outbox.Settlement;

/** What a settlement means for the row. Stateless but for the limits. */
final class Ruling {
    private static final int REASON_LIMIT = 1_000;

    private final OutboxSettings settings;

    Ruling(OutboxSettings settings) {
        this.settings = settings;
    }

    /** The change to the row; empty when it is fulfilled and goes. */
    Optional<ObligationTable.Change> change(Claimed claimed, Settlement settlement, Instant now) {
        if (settlement instanceof Settlement.Again again) {
            return Optional.of(again(claimed, again, now));
        }
        if (settlement instanceof Settlement.Waiting waiting) {
            return Optional.of(new ObligationTable.Change(
                    claimed,
                    claimed.obligation().due(),
                    "WAITING",
                    waiting.what().name(),
                    claimed.obligation().attempt() - 1,
                    claimed.failingSince(),
                    shortened(waiting.reason())));
        }
        if (settlement instanceof Settlement.Dead dead) {
            return Optional.of(dead(claimed, dead.reason(), claimed.failingSince()));
        }
        return Optional.empty();
    }

    /** Writes a settlement in the open transaction; false when the lease no longer holds. */
    boolean write(Handle handle, Claimed claimed, Settlement settlement, Instant now) {
        Set<UUID> written = change(claimed, settlement, now)
                .map(change -> Sql.run(handle, connection -> ObligationTable.change(connection, List.of(change))))
                .orElseGet(() -> Sql.run(handle, connection -> ObligationTable.done(connection, List.of(claimed))));
        return !written.isEmpty();
    }

    private ObligationTable.Change again(Claimed claimed, Settlement.Again again, Instant now) {
        if (!again.counts()) {
            String waitingFor =
                    again.waitingFor() == null ? "" : again.waitingFor().name();
            return new ObligationTable.Change(
                    claimed, again.due(), "READY", waitingFor, 0, null, shortened(again.reason()));
        }
        int attempt = claimed.obligation().attempt();
        Instant since = claimed.failingSince() == null ? now : claimed.failingSince();
        if (attempt >= settings.maxAttempts() && !since.plus(settings.maxAge()).isAfter(now)) {
            return dead(claimed, "Given up after " + attempt + " attempts: " + again.reason(), since);
        }
        return new ObligationTable.Change(claimed, again.due(), "READY", "", attempt, since, shortened(again.reason()));
    }

    private static ObligationTable.Change dead(Claimed claimed, String reason, @Nullable Instant since) {
        return new ObligationTable.Change(
                claimed,
                claimed.obligation().due(),
                "DEAD",
                "",
                claimed.obligation().attempt(),
                since,
                shortened(reason));
    }

    private static String shortened(String reason) {
        String clean = reason.replace("\0", "");
        return clean.length() <= REASON_LIMIT ? clean : clean.substring(0, REASON_LIMIT);
    }
}
