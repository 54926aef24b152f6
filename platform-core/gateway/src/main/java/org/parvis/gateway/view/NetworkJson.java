package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.parvis.api.network.NetworkStatus;
import org.parvis.gateway.http.SpokenText;
import org.parvis.model.NetworkDescriptor;

/** A network, what it offers, and why it does not offer the rest ({@code unavailable}: by capability and language). */
public record NetworkJson(
        String id,
        String displayName,
        String version,
        String state,
        @JsonSerialize(using = SpokenText.class) String reason,
        Instant since,
        List<String> capabilities,
        Map<String, Map<String, String>> unavailable,
        List<FormatJson> formats) {
    /** A form of post with its limits. */
    public record FormatJson(
            String id, int textMaximum, String textRule, boolean textRequired, int mediaMinimum, int mediaMaximum) {}

    public static NetworkJson of(NetworkStatus status) {
        NetworkDescriptor descriptor = status.descriptor();
        Map<String, Map<String, String>> unavailable = new TreeMap<>();
        if (descriptor != null) {
            descriptor.unavailable().forEach((capability, reasons) -> unavailable.put(capability.name(), reasons));
        }
        return new NetworkJson(
                status.id().value(),
                status.displayName(),
                status.version(),
                status.state().name(),
                status.reason(),
                status.since(),
                descriptor == null
                        ? List.of()
                        : descriptor.capabilities().stream()
                                .map(Enum::name)
                                .sorted()
                                .toList(),
                unavailable,
                descriptor == null
                        ? List.of()
                        : descriptor.formats().stream()
                                .map(f -> new FormatJson(
                                        f.id(),
                                        f.text().maximum(),
                                        f.text().rule().name(),
                                        f.text().required(),
                                        f.media().minimum(),
                                        f.media().maximum()))
                                .toList());
    }
}
