package org.parvis.console;

import java.time.Instant;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.network.ObligationState;
import org.parvis.api.network.ObligationView;
import org.parvis.api.network.OutboxService;
import org.parvis.api.workspace.AuditTrail;

/** Deletes what was given up long ago. */
@Service
@Command(
        scope = "social",
        name = "outbox-purge",
        description = "Deletes obligations that were given up",
        detailedDescription = "Example: social:outbox-purge --older-than P30D --dry-run")
public final class OutboxPurgeCommand extends SocialCommand {
    @Option(name = "--older-than", description = "Only those that were due before this long, such as P30D")
    @Completion(DurationCompleter.class)
    String age = "P30D";

    @Option(name = "--dry-run", description = "Only say how many it would be")
    boolean dryRun;

    @Reference
    OutboxService outbox;

    @Reference
    AuditTrail audit;

    @Override
    void run() {
        Instant before = Instant.now().minus(Durations.read("--older-than", age));
        long purged = dryRun ? count(before) : outbox.purgeDead(before);
        if (!dryRun) {
            audit.recordSystem(
                    null,
                    Operator.name(session),
                    "outbox.purge",
                    "outbox",
                    Map.of("before", before.toString(), "purged", Long.toString(purged)));
        }
        if (json) {
            print(Map.of("before", before.toString(), "purged", purged, "dryRun", dryRun));
        } else {
            out().println(purged + (dryRun ? " would be" : " were") + " deleted: given up, and due before " + before
                    + ".");
        }
    }

    /** They come in the order of their due times. */
    private long count(Instant before) {
        long count = 0;
        String after = null;
        do {
            Slice<ObligationView> page = outbox.obligations(
                    new OutboxService.Query(ObligationState.DEAD, null, new PageRequest(after, PageRequest.MAX_LIMIT)));
            long older = page.items().stream()
                    .filter(obligation -> obligation.due().isBefore(before))
                    .count();
            count += older;
            after = older < page.items().size() ? null : page.next();
        } while (after != null);
        return count;
    }
}
