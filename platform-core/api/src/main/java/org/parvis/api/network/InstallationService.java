package org.parvis.api.network;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;
import org.parvis.api.workspace.Caller;
import org.parvis.model.NetworkId;
import org.parvis.model.WorkspaceId;

/**
 * Adds, updates, takes back and removes networks while the platform works; whatever the door, it is this. A network brings
 * code, so this is the operator's alone: ask {@link #requireOperator} before letting a request through. One change is made
 * after the other. Thread-safe.
 *
 * <p>What changes something returns at once with its {@link Installation}; {@link #await} blocks until it ended. A refusal
 * leaves what runs untouched. {@code by} says who asked, for the audit trail.
 */
@ProviderType
public interface InstallationService {
    /** What installing a file would mean, without doing it. Blocks for as long as reading the file takes. */
    NetworkProposal check(Path file, InstallationChoice choice);

    /**
     * Installs a network, or a new version of one beside the old, and routes the accounts to it. A file whose name ends with
     * {@code .limits} replaces limits of a network instead, without its code being touched. The file is copied.
     */
    Installation install(Path file, InstallationChoice choice, String by);

    /** Routes all accounts to the version that is tried out, and removes the other. */
    Installation promote(NetworkId network, String by);

    /** Goes back to the version before, or ends the trial of a newer one. */
    Installation rollback(NetworkId network, String by);

    /** The limits of networks that something else than their plugins says; does not block. */
    List<ReplacedLimit> replacedLimits();

    /** Goes back to the plugin's own limits, but for what the operator's settings say. */
    Installation restoreLimits(NetworkId network, String by);

    /** Removes a network. Its accounts stay, and work for it waits until it is installed again. */
    Installation uninstall(NetworkId network, String by);

    /**
     * What {@link #promote}, {@link #rollback} or {@link #uninstall} would do just now, in a sentence, without doing it. Fails
     * with {@link org.parvis.api.Problem#CONFLICT} and the reason where it would be refused.
     */
    String foresee(Change change, NetworkId network);

    /** Hands out no more calls of a network and waits, up to a bound, for those that run. Survives a restart. */
    NetworkStatus drain(NetworkId network, String by);

    /** Ends {@link #drain} and any quarantine. */
    NetworkStatus resume(NetworkId network, String by);

    /** What is installed, by network; also what is switched off or removed but kept. Does not block. */
    List<InstalledNetwork> installed();

    /** The latest changes and refusals since the start, newest first; does not block. */
    List<Installation> installations();

    Optional<Installation> installation(UUID id);

    /** Blocks until a change ended, at most for {@code patience}; how it stands then. */
    Installation await(UUID id, Duration patience) throws InterruptedException;

    /** Fails with {@link org.parvis.api.Problem#FORBIDDEN} unless the operator has named this person. */
    void requireOperator(Caller caller);

    /**
     * What the operator wants of an installation.
     *
     * @param purpose what is expected to be there already
     * @param downgrade whether a lower version may replace a higher one
     * @param acceptLoss whether the new version may lack capabilities that the old one has
     * @param share of the accounts that a new version serves at first, in percent; 100 for all
     * @param workspace whose accounts it serves whatever the share; null for none
     */
    record InstallationChoice(
            Purpose purpose,
            boolean downgrade,
            boolean acceptLoss,
            int share,
            @Nullable WorkspaceId workspace) {
        /** Whatever is there, with nothing given up. */
        public static final InstallationChoice PLAIN = new InstallationChoice(Purpose.ANY, false, false, 100, null);

        public InstallationChoice {
            if (share < 0 || share > 100) {
                throw new IllegalArgumentException("A share is between 0 and 100 percent, not " + share);
            }
        }

        /** Whether only some accounts are to be served by the new version at first. */
        public boolean isTrial() {
            return share < 100;
        }
    }

    /** What can be done to a network without a file. */
    enum Change {
        PROMOTE,
        ROLLBACK,
        UNINSTALL
    }

    /** What is expected to be there already. */
    enum Purpose {
        /** Nothing of this network. */
        INSTALL,
        /** Another version of it. */
        UPDATE,
        ANY
    }
}
