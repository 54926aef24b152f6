package org.parvis.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The control interface over HTTP: the same operations that {@link Simulation} has as methods. */
final class ControlHandler extends Handler.Abstract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 16 << 20;

    private final Simulation simulation;

    ControlHandler(Simulation simulation) {
        this.simulation = simulation;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        byte[] body;
        try (InputStream stream = Content.Source.asInputStream(request)) {
            body = stream.readNBytes(LARGEST_BODY);
        }
        Reply reply = answer(NetworkHandler.read(request, body));
        response.setStatus(reply.status());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.write(true, ByteBuffer.wrap(reply.body()), callback);
        return true;
    }

    private Reply answer(Exchange exchange) throws Exception {
        try {
            if (exchange.body().length > 0 && exchange.json().isMissingNode()) {
                throw new IllegalArgumentException("The body is not JSON.");
            }
            List<String> path = List.of(exchange.path().replaceFirst("^/+", "").split("/"));
            if (!path.get(0).equals("control") || path.size() < 2) {
                throw new NoSuchElementException("There is nothing at " + exchange.path() + ".");
            }
            return Reply.json(200, route(exchange, path.subList(1, path.size())));
        } catch (NoSuchElementException e) {
            return Reply.json(404, error(e));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Reply.json(400, error(e));
        }
    }

    private static ObjectNode error(Exception e) {
        return JSON.createObjectNode().put("error", e.getMessage());
    }

    private JsonNode route(Exchange exchange, List<String> path) throws Exception {
        String method = exchange.method();
        return switch (path.get(0)) {
            case "clock" -> method.equals("GET") ? clock() : clock(path.size() > 1 ? path.get(1) : "", exchange);
            case "faults" -> faults(exchange, path);
            case "journal" -> journal(exchange);
            case "exchanges" -> JSON.valueToTree(simulation.exchanges().since(number(exchange, "since")));
            case "addresses" -> simulation.addresses();
            default -> network(exchange, path);
        };
    }

    private JsonNode network(Exchange exchange, List<String> path) throws Exception {
        String operation = String.join("/", path.subList(1, path.size()));
        JsonNode request = exchange.json();
        if (operation.equals("listen")) {
            simulation.listen(path.get(0), request.path("on").asBoolean(true));
            return JSON.createObjectNode();
        }
        if (operation.equals("archive")) {
            ArchiveSummary archive = simulation.archive(path.get(0));
            ObjectNode node = JSON.createObjectNode().put("actors", archive.actors());
            node.put("items", archive.items()).put("shiftSeconds", archive.shiftSeconds());
            ArrayNode problems = node.put("idsShifted", archive.idsShifted()).putArray("problems");
            archive.problems()
                    .forEach(problem -> problems.addObject()
                            .put("file", problem.file().toString())
                            .put("line", problem.line())
                            .put("message", problem.message()));
            return node;
        }
        return simulation.control(path.get(0), operation, request);
    }

    private JsonNode clock() {
        SimulationClock clock = simulation.clock();
        return JSON.createObjectNode().put("now", clock.instant().toString()).put("speed", clock.speed());
    }

    private JsonNode clock(String operation, Exchange exchange) {
        JsonNode request = exchange.json();
        SimulationClock clock = simulation.clock();
        switch (operation) {
            case "step" -> clock.step(Duration.parse(request.path("by").asText()));
            case "set" -> clock.set(Instant.parse(request.path("to").asText()));
            case "speed" -> clock.speed(request.path("speed").asDouble(-1));
            case "next-event" -> simulation.nextEvent((int) Math.max(1, number(exchange, "count")));
            default -> throw new NoSuchElementException("The clock has step, set, speed and next-event.");
        }
        simulation.clockChanged();
        return clock();
    }

    private JsonNode faults(Exchange exchange, List<String> path) throws InterruptedException {
        Faults faults = simulation.faults();
        if (path.size() == 1) {
            switch (exchange.method()) {
                case "POST" -> {
                    return faults.describe(faults.add(Fault.of(exchange.json())));
                }
                case "DELETE" -> {
                    faults.clear();
                    return JSON.createObjectNode();
                }
                default -> {
                    ArrayNode all = JSON.createArrayNode();
                    faults.ids().forEach(id -> all.add(faults.describe(id)));
                    return all;
                }
            }
        }
        long id = Long.parseLong(path.get(1));
        if (exchange.method().equals("DELETE")) {
            faults.remove(id);
            return JSON.createObjectNode();
        }
        if (path.size() > 2 && path.get(2).equals("release")) {
            faults.release(id, exchange.json().path("cut").asBoolean(false));
        } else if (exchange.parameter("waiting").isPresent()) {
            Duration time = Duration.ofMillis(
                    exchange.parameter("timeMillis").map(Long::parseLong).orElse(10_000L));
            faults.awaitWaiting(id, (int) number(exchange, "waiting"), time);
        }
        return faults.describe(id);
    }

    private JsonNode journal(Exchange exchange) {
        String origin = exchange.parameter("origin").orElse("api");
        ArrayNode all = JSON.createArrayNode();
        for (JournalEntry entry : simulation.journal().since(number(exchange, "since"))) {
            if (origin.equals("all")
                    ? !entry.origin().equals("internal")
                    : entry.origin().equals(origin)) {
                all.add(entry.toJson());
            }
        }
        return all;
    }

    private static long number(Exchange exchange, String name) {
        return exchange.parameter(name).map(Long::parseLong).orElse(0L);
    }
}
