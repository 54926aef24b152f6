package org.parvis.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A network that keeps every POST in its journal and answers with what it was sent. */
public final class EchoNetwork implements SimulatedNetwork {

    private NetworkEnvironment environment;

    @Override
    public String id() {
        return "echo";
    }

    @Override
    public void open(NetworkEnvironment given) {
        environment = given;
    }

    @Override
    public Reply answer(Exchange exchange) {
        if (exchange.method().equals("POST")) {
            environment
                    .journal()
                    .accepted(new NetworkJournal.Write("me", "write", "1", exchange.text(), null), exchange.id());
        }
        return Reply.text(200, "text/plain", exchange.text().isEmpty() ? "nothing" : exchange.text());
    }

    @Override
    public String operation(Exchange exchange) {
        return exchange.method().equals("POST") ? "write" : "read";
    }

    @Override
    public Optional<String> account(Exchange exchange) {
        return exchange.header("x-account");
    }

    @Override
    public Optional<JsonNode> control(String operation, JsonNode request) {
        return operation.equals("say")
                ? Optional.of(new ObjectMapper().createObjectNode().put("said", "yes"))
                : Optional.empty();
    }

    @Override
    public List<Instant> eventsAfter(Instant after, int count) {
        return environment.archive().items().stream()
                .map(Archive.Item::published)
                .filter(time -> time.isAfter(after))
                .sorted()
                .limit(count)
                .toList();
    }
}
