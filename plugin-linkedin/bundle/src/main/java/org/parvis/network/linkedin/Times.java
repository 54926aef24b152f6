package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.parvis.toolkit.json.Json;

/** LinkedIn's times: milliseconds since 1970. */
final class Times {
    private static final long LATEST = 253_402_300_800_000L;

    private Times() {}

    static Optional<Instant> read(JsonNode node, String... names) {
        return Json.whole(node, names)
                .filter(millis -> millis > 0 && millis < LATEST)
                .map(Instant::ofEpochMilli);
    }
}
