package ${package}.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;

class ${networkClass}SimulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    @Test
    void whatWasAcceptedIsThereAfterARestart() throws Exception {
        try (Simulation first = start()) {
            first.control("${networkId}", "post", JSON.createObjectNode().put("text", "Good morning"));
        }
        try (Simulation second = start()) {
            JsonNode posts = second.control("${networkId}", "posts", JSON.createObjectNode())
                    .path("posts");
            assertThat(posts).hasSize(1);
            assertThat(posts.get(0).path("text").asText()).isEqualTo("Good morning");
        }
    }

    private Simulation start() throws Exception {
        return Simulation.start(SimulationOptions.in(home).network("${networkId}", 0));
    }
}
