package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;

/** Shows every network that is installed. */
@Service
@Command(scope = "social", name = "network-list", description = "Lists the networks and how they stand")
public final class NetworkListCommand extends SocialCommand {
    @Reference
    NetworkService networks;

    @Override
    void run() {
        List<NetworkStatus> all = networks.networks();
        if (json) {
            print(all.stream().map(NetworkListCommand::document).toList());
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
    }

    private static Map<String, Object> document(NetworkStatus network) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("network", network.id().value());
        document.put("name", network.displayName());
        document.put("version", network.version());
        document.put("spi", network.spi());
        document.put("state", network.state().name());
        document.put("since", network.since().toString());
        document.put("reason", network.reason());
        return document;
    }
}
