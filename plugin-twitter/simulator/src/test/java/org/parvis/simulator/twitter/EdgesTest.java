package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;

/** The archive of edges carries, over the wire, the figures that were worked out for it by hand. */
class EdgesTest {

    private static final Path ARCHIVES = Path.of("../../features/integration-tests/src/test/archives");

    @TempDir
    Path home;

    private Simulation simulation;
    private XClient x;

    @BeforeEach
    void start() throws Exception {
        simulation = Simulation.start(SimulationOptions.in(home)
                .network("twitter", 0)
                .archive(ARCHIVES.resolve("edges.jsonl"))
                .setting("redirect-uris", XClient.REDIRECT));
        x = new XClient(simulation);
    }

    @AfterEach
    void stop() throws Exception {
        simulation.close();
    }

    private static String expected(String when, String handle) throws Exception {
        JsonNode figures = SmallWorld.JSON
                .readTree(ARCHIVES.resolve("edges.expected.json").toFile())
                .path(when)
                .path(handle);
        return figures.path("received").asInt() + " received, "
                + figures.path("own").asInt() + " own";
    }

    private WireFigures counted(String handle) throws Exception {
        WireFigures figures = new WireFigures();
        figures.count(x, handle);
        return figures;
    }

    @Test
    void allLinesAreGoodAndTheIdsMoveWithTheTimes() {
        assertThat(simulation.archive("twitter").problems()).isEmpty();
        assertThat(simulation.archive("twitter").idsShifted()).isTrue();
    }

    @Test
    void bothAccountsReceiveAndWriteWhatWasWorkedOut() throws Exception {
        assertThat(counted("EdgeOne")).hasToString(expected("afterSynchronisation", "EdgeOne"));
        assertThat(counted("EdgeTwo")).hasToString(expected("afterSynchronisation", "EdgeTwo"));
    }

    @Test
    void theControlCallsCanBeReplayedAndLeadToTheSecondFigures() throws Exception {
        replay(SmallWorld.JSON.readTree(ARCHIVES.resolve("edges.control.json").toFile()));
        assertThat(counted("EdgeOne")).hasToString(expected("afterControl", "EdgeOne"));
        assertThat(counted("EdgeTwo")).hasToString(expected("afterControl", "EdgeTwo"));
    }

    /** Each step as the document beside the archive describes it; waiting is for a platform. */
    private void replay(JsonNode steps) {
        Map<String, String> kept = new HashMap<>();
        for (JsonNode step : steps) {
            String path = step.path("post").asText("");
            ObjectNode body =
                    step.path("body").isObject() ? step.path("body").deepCopy() : SmallWorld.JSON.createObjectNode();
            body.properties()
                    .forEach(member -> kept.forEach((name, id) -> {
                        if (member.getValue().asText().equals("{" + name + "}")) {
                            member.setValue(TextNode.valueOf(id));
                        }
                    }));
            if (path.equals("/clock/speed")) {
                simulation.clock().speed(body.path("speed").asDouble());
            } else if (path.equals("/clock/step")) {
                simulation.clock().step(Duration.parse(body.path("by").asText()));
            } else if (path.startsWith("/twitter/")) {
                JsonNode answer = simulation.control("twitter", path.substring("/twitter/".length()), body);
                kept.put(step.path("keep").asText("nothing"), answer.path("id").asText());
            } else {
                assertThat(step.path("await").asText()).isIn("known", "removed");
            }
        }
    }
}
