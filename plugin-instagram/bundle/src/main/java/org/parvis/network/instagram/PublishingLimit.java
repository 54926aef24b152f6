package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.parvis.toolkit.json.Json;

/**
 * How much an account may publish, as Meta tells it live; its guides and its reference disagree about the number.
 *
 * @param window within which the total may be used
 */
record PublishingLimit(long total, long used, Duration window) {

    private static final long DAY = 86_400;

    static Optional<PublishingLimit> read(JsonNode answer) {
        List<JsonNode> data = Json.list(answer, "data");
        if (data.isEmpty()) {
            return Optional.empty();
        }
        JsonNode configuration = Json.at(data.get(0), "config");
        Optional<Long> total = Json.whole(configuration, "quota_total").filter(number -> number > 0);
        Optional<Long> used = Json.whole(data.get(0), "quota_usage").filter(number -> number >= 0);
        long seconds = Json.whole(configuration, "quota_duration")
                .filter(number -> number > 0 && number <= 30 * DAY)
                .orElse(DAY);
        return total.isEmpty() || used.isEmpty()
                ? Optional.empty()
                : Optional.of(new PublishingLimit(total.get(), used.get(), Duration.ofSeconds(seconds)));
    }

    long left() {
        return Math.max(0, total - used);
    }
}
