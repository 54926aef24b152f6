package org.parvis.console;

import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.account.VaultService;

/** Makes a new key for the credentials. */
@Service
@Command(
        scope = "social",
        name = "credentials-rotate",
        description = "Makes a new key and seals all credentials with it again, while the platform runs",
        detailedDescription = "Example: social:credentials-rotate --dry-run")
public final class CredentialsRotateCommand extends SocialCommand {
    @Option(name = "--resume", description = "Make no key, only finish what was interrupted")
    boolean resume;

    @Option(name = "--dry-run", description = "Only say which keys there are and how much each seals")
    boolean dryRun;

    @Reference
    VaultService vault;

    @Override
    void run() {
        int sealed = dryRun ? 0 : resume ? vault.reseal() : vault.rotate(Operator.name(session));
        List<VaultService.Key> keys = vault.status().keys();
        if (json) {
            List<Map<String, Object>> documents = keys.stream()
                    .map(key -> Map.<String, Object>of("key", key.id(), "present", key.present(), "rows", key.rows()))
                    .toList();
            print(Map.of("sealedAgain", sealed, "keys", documents, "dryRun", dryRun));
            return;
        }
        if (!dryRun) {
            out().println(sealed + " authorisations were sealed again. Older keys stay in the key file, because backups"
                    + " need them; copy it anew.");
        }
        for (VaultService.Key key : keys) {
            String present = key.present() ? " (present)" : "";
            out().println(key.id() + present + " seals " + key.rows() + " authorisations.");
        }
    }
}
