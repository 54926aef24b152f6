package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.model.ContentFormat;
import org.parvis.model.NetworkDescriptor;

/** Shows how a network stands and what it can do, with the operator's overrides; never how the platform signs in to it. */
@Service
@Command(
        scope = "social",
        name = "network-show",
        description = "Shows one network: how it stands, what it can do",
        detailedDescription = "Example: social:network-show twitter")
public final class NetworkShowCommand extends SocialCommand {
    @Argument(index = 0, name = "network", required = true, description = "Id of the network, such as twitter")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Reference
    NetworkService networks;

    @Override
    void run() {
        NetworkStatus status = networks.networks().stream()
                .filter(each -> each.id().value().equals(network))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND, "There is no network '" + network + "'; social:network-list shows them."));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("network", status.id().value());
        document.put("name", status.displayName());
        document.put("version", status.version());
        document.put("spi", status.spi());
        document.put("state", status.state().name());
        document.put("since", status.since().toString());
        document.put("reason", status.reason());
        if (status.descriptor() != null) {
            describe(status.descriptor(), document);
        }
        if (json) {
            print(document);
        } else {
            printPairs(document);
        }
    }

    private static void describe(NetworkDescriptor descriptor, Map<String, Object> document) {
        document.put("apiVersion", descriptor.apiVersion());
        document.put("documentation", descriptor.documentation().toString());
        document.put("baseAddress", descriptor.baseAddress().toString());
        document.put("hosts", descriptor.allowedHosts());
        document.put(
                "capabilities",
                new TreeSet<>(descriptor.capabilities().stream().map(Enum::name).toList()));
        document.put(
                "unavailable",
                new TreeSet<>(descriptor.unavailable().keySet().stream()
                        .map(Enum::name)
                        .toList()));
        document.put(
                "formats", descriptor.formats().stream().map(ContentFormat::id).toList());
    }
}
