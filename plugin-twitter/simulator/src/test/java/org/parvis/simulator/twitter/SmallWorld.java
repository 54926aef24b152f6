package org.parvis.simulator.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.parvis.simulation.Simulation;
import org.parvis.simulation.SimulationOptions;

/** A small archive and a simulation of it, for tests. Times are those of 20 November 2026. */
final class SmallWorld implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String ACME = "9000000001";

    private static final String ARCHIVE = """
            {"type":"Organization","id":"urn:parvis:twitter:user:9000000001","preferredUsername":"Acme","name":"Acme Ltd","followers":{"totalItems":1200}}
            {"type":"Organization","id":"urn:parvis:twitter:user:9000000002","preferredUsername":"Other","name":"Other"}
            {"type":"Person","id":"urn:parvis:twitter:user:77","preferredUsername":"jo","name":"Jo"}
            {"type":"Note","id":"urn:parvis:twitter:item:1000","attributedTo":"urn:parvis:twitter:user:9000000001","published":"2026-11-20T09:00:00Z","content":"We are open & happy <3 #news","likes":{"totalItems":3},"shares":{"totalItems":2},"replies":{"totalItems":1}}
            {"type":"Note","id":"urn:parvis:twitter:item:1001","attributedTo":"urn:parvis:twitter:user:77","published":"2026-11-20T09:05:00Z","content":"@acme is it back?","inReplyTo":"urn:parvis:twitter:item:1000","tag":[{"type":"Mention","name":"@acme"}]}
            {"type":"Note","id":"urn:parvis:twitter:item:1002","attributedTo":"urn:parvis:twitter:user:9000000001","published":"2026-11-20T09:10:00Z","content":"@jo yes!","inReplyTo":"urn:parvis:twitter:item:1001","tag":[{"type":"Mention","href":"urn:parvis:twitter:user:77","name":"@jo"}]}
            {"type":"Note","id":"urn:parvis:twitter:item:1003","attributedTo":"urn:parvis:twitter:user:77","published":"2026-11-20T09:15:00Z","content":"thanks a lot","inReplyTo":"urn:parvis:twitter:item:1002"}
            {"type":"Note","id":"urn:parvis:twitter:item:1005","attributedTo":"urn:parvis:twitter:user:77","published":"2026-11-20T09:20:00Z","content":"@Acme and @nobody_here you said so","inReplyTo":"urn:parvis:twitter:item:1004","tag":[{"type":"Mention","href":"urn:parvis:twitter:user:9000000001","name":"@Acme"},{"type":"Mention","name":"@nobody_here"}]}
            {"type":"Note","id":"urn:parvis:twitter:item:1006","attributedTo":"urn:parvis:twitter:user:78","published":"2026-11-20T09:25:00Z","content":"look @Acme","attachment":[{"type":"Image","url":"cat.png","mediaType":"image/png","name":"a cat"}],"tag":[{"type":"Mention","href":"urn:parvis:twitter:user:9000000001","name":"@Acme"}]}
            {"type":"Note","id":"urn:parvis:twitter:item:1007","attributedTo":"urn:parvis:twitter:user:9000000002","published":"2026-11-20T09:26:00Z","content":"alone","inReplyTo":"urn:parvis:twitter:item:1008"}
            {"type":"Note","id":"urn:parvis:twitter:item:1008","attributedTo":"urn:parvis:twitter:user:9000000002","published":"2026-11-20T09:26:00Z","content":"alone too","inReplyTo":"urn:parvis:twitter:item:1007"}
            {"type":"Note","kind":"direct-message","id":"urn:parvis:twitter:item:2001","attributedTo":"urn:parvis:twitter:user:77","to":"urn:parvis:twitter:user:9000000001","published":"2026-11-20T09:30:00Z","content":"psst"}
            {"type":"Note","id":"urn:parvis:twitter:item:1009","attributedTo":"urn:parvis:twitter:user:77","published":"2026-11-20T09:31:00Z","content":"gone soon @Acme","tag":[{"type":"Mention","name":"@Acme"}]}
            {"type":"Tombstone","id":"urn:parvis:twitter:item:1009","deleted":"2026-11-20T09:32:00Z"}
            """;

    final Simulation simulation;
    final XClient x;

    private SmallWorld(Simulation simulation) {
        this.simulation = simulation;
        this.x = new XClient(simulation);
    }

    static SimulationOptions options(Path home) throws Exception {
        Files.createDirectories(home);
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, ARCHIVE);
        return SimulationOptions.in(home.resolve("state"))
                .network("twitter", 0)
                .archive(archive)
                .shift("none")
                .setting("redirect-uris", XClient.REDIRECT);
    }

    /** Starts it on 20 November 2026 at ten, with the clock stopped. */
    static SmallWorld start(SimulationOptions options) throws Exception {
        Simulation simulation = Simulation.start(options);
        simulation.clock().speed(0);
        simulation.clock().set(java.time.Instant.parse("2026-11-20T10:00:00Z"));
        return new SmallWorld(simulation);
    }

    static SmallWorld start(Path home) throws Exception {
        return start(options(home));
    }

    JsonNode control(String operation, String request) throws Exception {
        return simulation.control("twitter", operation, JSON.readTree(request));
    }

    /** A stranger writes; gives the id. */
    String stranger(String author, String text, String inReplyTo) {
        ObjectNode request = JSON.createObjectNode().put("author", author).put("text", text);
        if (!inReplyTo.isEmpty()) {
            request.put("inReplyTo", inReplyTo);
        }
        return simulation
                .control("twitter", "strangers/post", request)
                .path("id")
                .asText();
    }

    @Override
    public void close() throws Exception {
        simulation.close();
    }
}
