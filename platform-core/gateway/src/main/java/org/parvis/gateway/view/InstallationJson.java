package org.parvis.gateway.view;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parvis.api.network.Installation;

/** One change of the installed networks; {@code endedAt} is missing while it goes on. */
public record InstallationJson(
        UUID id,
        String action,
        String subject,
        String network,
        String version,
        String step,
        String detail,
        String by,
        Instant startedAt,
        @Nullable Instant endedAt) {
    public static InstallationJson of(Installation installation) {
        return new InstallationJson(
                installation.id(),
                installation.action(),
                installation.subject(),
                installation.network(),
                installation.version(),
                installation.step().name(),
                installation.detail(),
                installation.by(),
                installation.startedAt(),
                installation.endedAt());
    }
}
