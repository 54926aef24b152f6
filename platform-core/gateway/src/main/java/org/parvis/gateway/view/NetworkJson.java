package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.api.network.NetworkStatus;
import org.parvis.gateway.http.SpokenText;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.SignInProfile;

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
        List<FormatJson> formats,
        @Nullable SignInJson signIn) {
    /** How accounts are linked where a person types a name and a secret: what the network calls both, by language. */
    public record SignInJson(Map<String, String> identifier, Map<String, String> secret, String help) {
        static @Nullable SignInJson of(@Nullable NetworkDescriptor descriptor) {
            SignInProfile profile = descriptor == null ? null : descriptor.signIn();
            return profile == null
                    ? null
                    : new SignInJson(
                            profile.identifier(),
                            profile.secret(),
                            profile.help().toString());
        }
    }

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
                                .toList(),
                SignInJson.of(descriptor));
    }
}
