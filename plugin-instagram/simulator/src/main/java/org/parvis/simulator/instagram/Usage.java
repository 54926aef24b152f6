package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much of its budgets an application and a page have used, as percentages in the headers. Thread-safe. */
final class Usage {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final World world;
    private final Settings settings;
    private final Map<String, Deque<Long>> calls = new HashMap<>();

    Usage(World world, Settings settings) {
        this.world = world;
        this.settings = settings;
    }

    /** Counts one call, or refuses it where the budget is used up. */
    synchronized void count(Grants.Grant grant) {
        String page = grant.page();
        long percent = percent(page);
        if (settings.limited() && percent >= 100) {
            throw page.isEmpty()
                    ? Refusal.of(403, "OAuthException", 4, 0, "(#4) Application request limit reached")
                    : Refusal.of(
                            400,
                            "OAuthException",
                            80002,
                            0,
                            "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.");
        }
        calls.computeIfAbsent(page, key -> new ArrayDeque<>()).addLast(world.now());
    }

    private long percent(String page) {
        Deque<Long> made = calls.get(page);
        if (made == null) {
            return 0;
        }
        long window = page.isEmpty() ? HOUR : DAY;
        while (!made.isEmpty() && made.peekFirst() <= world.now() - window) {
            made.removeFirst();
        }
        long limit = page.isEmpty() ? settings.number("app-calls", 20_000) : settings.number("account-calls", 480_000);
        return made.size() * 100L / limit;
    }

    synchronized Map<String, String> headers(Grants.Grant grant) {
        Map<String, String> headers = new LinkedHashMap<>();
        ObjectNode app = usage(percent(""));
        headers.put("x-app-usage", app.toString());
        if (!grant.page().isEmpty()) {
            long percent = percent(grant.page());
            ObjectNode business = JSON.createObjectNode();
            business.putArray(grant.page())
                    .add(usage(percent)
                            .put("type", "instagram")
                            .put("estimated_time_to_regain_access", percent >= 100 ? 60 : 0));
            headers.put("x-business-use-case-usage", business.toString());
        }
        return headers;
    }

    private static ObjectNode usage(long percent) {
        return JSON.createObjectNode()
                .put("call_count", percent)
                .put("total_cputime", percent / 2)
                .put("total_time", percent / 2);
    }
}
