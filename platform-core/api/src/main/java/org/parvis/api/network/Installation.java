package org.parvis.api.network;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of what is installed, and how far it is.
 *
 * @param action what was asked: install, promote, rollback, uninstall
 * @param subject the file, or the network
 * @param network its id; empty as long as it is not known
 * @param version the version that comes; empty where none does, or it is not known yet
 * @param detail a sentence about the step; of a refusal what is wrong, where, and how to mend it
 * @param endedAt null while it goes on
 */
public record Installation(
        UUID id,
        String action,
        String subject,
        String network,
        String version,
        Step step,
        String detail,
        String by,
        Instant startedAt,
        @Nullable Instant endedAt) {

    /** How far it is. The last three are ends. */
    public enum Step {
        WAITING,
        CHECKING,
        /** The bundle is put beside what runs. */
        INSTALLING,
        /** It is started and asked whether it is ready. */
        STARTING,
        /** Accounts are routed to it. */
        ROUTING,
        /** The version before finishes its calls. */
        DRAINING,
        REMOVING,
        DONE,
        /** It did not get ready, or did worse than the version before, which serves again. */
        ROLLED_BACK,
        /** Nothing was changed. */
        REFUSED
    }

    public boolean isOver() {
        return endedAt != null;
    }
}
