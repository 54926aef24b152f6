package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.parvis.api.network.InstallationService;
import org.parvis.api.network.InstalledNetwork;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.model.NetworkId;

/** Shows every network that is installed. */
@Service
@Command(
        scope = "social",
        name = "network-list",
        description = "Lists the networks and how they stand",
        detailedDescription = "Example: social:network-list --json")
public final class NetworkListCommand extends SocialCommand {
    @Reference
    NetworkService networks;

    @Reference
    InstallationService installer;

    @Override
    void run() {
        List<NetworkStatus> all = networks.networks();
        if (json) {
            Map<NetworkId, InstalledNetwork> installed = installer.installed().stream()
                    .collect(Collectors.toMap(InstalledNetwork::network, Function.identity()));
            print(all.stream()
                    .map(network -> document(network, installed.get(network.id())))
                    .toList());
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Network");
        table.column("Name");
        table.column("Version");
        table.column("SPI");
        table.column("State");
        table.column("Since");
        table.column("Reason");
        for (NetworkStatus network : all) {
            table.addRow()
                    .addContent(
                            network.id(),
                            network.displayName(),
                            network.version(),
                            network.spi(),
                            network.state(),
                            network.since(),
                            network.reason());
        }
        print(table);
        for (InstalledNetwork network : installer.installed()) {
            if (network.trial() != null) {
                out().println(network.network() + ": " + network.trial() + " is tried out for " + network.share()
                        + " percent of the accounts"
                        + (network.workspace() == null ? "" : " and workspace " + network.workspace()) + ". "
                        + network.versions().stream()
                                .map(v -> v.version() + ": " + v.failures() + " of " + v.calls() + " calls failed")
                                .collect(Collectors.joining("; ")));
            }
            network.warnings().forEach(warning -> out().println("WARNING: " + warning));
        }
    }

    private static Map<String, Object> document(NetworkStatus network, @Nullable InstalledNetwork installed) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("network", network.id().value());
        document.put("name", network.displayName());
        document.put("version", network.version());
        document.put("spi", network.spi());
        document.put("state", network.state().name());
        document.put("since", network.since().toString());
        document.put("reason", network.reason());
        if (installed != null) {
            document.put("origin", installed.origin().name());
            document.put("signedBy", installed.signedBy());
            document.put("previous", installed.previous());
            document.put("trial", installed.trial() == null ? "" : installed.trial());
            document.put("share", installed.share());
            document.put(
                    "versions",
                    installed.versions().stream()
                            .map(v -> Map.of(
                                    "version", v.version(),
                                    "state", v.state().name(),
                                    "calls", v.calls(),
                                    "failures", v.failures()))
                            .toList());
            document.put("warnings", installed.warnings());
        }
        return document;
    }
}
