package org.parvis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.NetworkDescriptor;
import org.parvis.toolkit.descriptor.DescriptorException;
import org.parvis.toolkit.descriptor.DescriptorReader;

/**
 * The page that compares the networks says what their descriptors say. {@code -Dparvis.docs.update=true} writes it anew; the
 * change is then looked at like any other.
 */
class NetworksTableTest {
    private static final Path PAGE = Path.of("../../docs/networks.md");
    private static final List<String> NETWORKS = List.of("facebook", "instagram", "twitter", "youtube", "linkedin");

    @Test
    void pageShowsWhatTheDescriptorsSay() throws IOException, DescriptorException {
        String page = page(descriptors());
        if (Boolean.getBoolean("parvis.docs.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("docs/networks.md; -Dparvis.docs.update=true writes it")
                .isEqualTo(page);
    }

    @Test
    void everyCapabilityIsOfferedOrItsAbsenceIsExplained() throws IOException, DescriptorException {
        for (NetworkDescriptor network : descriptors()) {
            for (Capability capability : Capability.values()) {
                assertThat(network.offers(capability) ? Map.of("en", "", "fr", "") : reasons(network, capability))
                        .as("%s of %s", capability, network.id())
                        .containsKeys("en", "fr");
            }
        }
    }

    private static Map<String, String> reasons(NetworkDescriptor network, Capability capability) {
        return network.unavailable().getOrDefault(capability, Map.of());
    }

    private static List<NetworkDescriptor> descriptors() throws IOException, DescriptorException {
        List<NetworkDescriptor> descriptors = new ArrayList<>();
        for (String network : NETWORKS) {
            String file = "/OSGI-INF/network/" + network + ".json";
            try (InputStream stream = NetworksTableTest.class.getResourceAsStream(file)) {
                if (stream != null) {
                    descriptors.add(DescriptorReader.read(stream.readAllBytes(), network + ".json"));
                }
            }
        }
        assertThat(descriptors).hasSizeGreaterThan(3);
        return descriptors;
    }

    private static String page(List<NetworkDescriptor> networks) {
        String names = networks.stream().map(NetworkDescriptor::displayName).collect(Collectors.joining(" | "));
        StringBuilder page = new StringBuilder("""
                # What each network offers through Parvis

                Made from the descriptors of the bundles by a test (`NetworksTableTest`). ✔ stands for what is offered; where
                something is not, the reason that people read is below the table.

                """);
        page.append("| Capability | ")
                .append(names)
                .append(" |\n|---|")
                .append("---|".repeat(networks.size()))
                .append('\n');
        for (Capability capability : Capability.values()) {
            page.append("| ").append(capability).append(" |");
            networks.forEach(network -> page.append(network.offers(capability) ? " ✔ |" : " – |"));
            page.append('\n');
        }
        page.append("\n## Formats and limits\n\n| Network | Format | Text | Files | Types |\n|---|---|---|---|---|\n");
        networks.forEach(network -> network.formats().forEach(format -> page.append(row(network, format))));
        networks.forEach(network -> {
            page.append("\n## Why not: ").append(network.displayName()).append("\n\n");
            for (Capability capability : Capability.values()) {
                String reason = reasons(network, capability).get("en");
                if (reason != null) {
                    page.append("* ")
                            .append(capability)
                            .append(": ")
                            .append(reason)
                            .append('\n');
                }
            }
        });
        return page.toString();
    }

    private static String row(NetworkDescriptor network, ContentFormat format) {
        ContentFormat.Media media = format.media();
        String files = media.minimum() == media.maximum()
                ? String.valueOf(media.maximum())
                : media.minimum() + " to " + media.maximum();
        return "| " + network.displayName() + " | " + format.id() + " | "
                + format.text().maximum() + " | " + files + " | " + String.join(", ", media.types()) + " |\n";
    }
}
