package org.parvis.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;

/** The latest requests and answers, secrets blotted out. Thread-safe and bounded. */
public final class ExchangeLog {

    private static final int SIZE = 2_000;
    /** Whole, so that it can be judged: a batch of fifty requests is some ten kilobytes. */
    private static final int LONGEST_REQUEST = 65_536;

    private static final int LONGEST_ANSWER = 8_192;
    private static final Pattern SECRET = Pattern.compile(
            "((?:access_token|refresh_token|client_secret|code_verifier|code|token|password)\"?\\s*[=:]\\s*\"?)[^\"&\\s,}]+");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayDeque<ObjectNode> ring = new ArrayDeque<>();
    private final Clock clock;
    private long last;

    ExchangeLog(Clock clock) {
        this.clock = clock;
    }

    void add(String network, String operation, String account, Exchange exchange, int status, byte[] answer) {
        ObjectNode node = JSON.createObjectNode();
        node.put("instant", clock.instant().toString()).put("network", network).put("operation", operation);
        node.put("account", account).put("requestId", exchange.id());
        node.put("method", exchange.method()).put("path", exchange.path());
        node.put("contentType", exchange.header("content-type").orElse(""));
        node.set("query", JSON.valueToTree(exchange.query()));
        if (exchange.query().containsKey("code")) {
            ((ObjectNode) node.get("query")).put("code", "…");
        }
        node.put("request", shown(exchange.body(), LONGEST_REQUEST))
                .put("status", status)
                .put("answer", shown(answer, LONGEST_ANSWER));
        synchronized (ring) {
            node.put("number", ++last);
            ring.addLast(node);
            if (ring.size() > SIZE) {
                ring.removeFirst();
            }
        }
    }

    /** The exchanges after a number, oldest first. */
    public List<ObjectNode> since(long number) {
        synchronized (ring) {
            return ring.stream()
                    .filter(node -> node.get("number").asLong() > number)
                    .toList();
        }
    }

    private static String shown(byte[] body, int longest) {
        int length = Math.min(body.length, longest);
        String text = new String(body, 0, length, StandardCharsets.UTF_8);
        return SECRET.matcher(text).replaceAll("$1…");
    }
}
