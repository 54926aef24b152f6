package org.parvis.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The archives of all simulated networks: read once and moved by the same number of seconds, which is kept beside the journal,
 * because a restart must not move the past under what was written meanwhile. Used while starting, by one thread.
 */
final class Archives {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECONDS = "seconds";

    private final ArchiveReader reader;
    private final long seconds;

    private Archives(ArchiveReader reader, long seconds) {
        this.reader = reader;
        this.seconds = seconds;
    }

    /** @param known the ids of all networks that can be simulated, wanted or not */
    static Archives read(SimulationOptions options, Set<String> known, Instant now) throws IOException {
        Collection<String> networks = options.networks().keySet();
        ArchiveReader reader = new ArchiveReader(networks, known);
        List<Path> files = options.archives();
        for (Path file : files) {
            reader.read(file);
        }
        ObjectNode wanted = JSON.createObjectNode().put("mode", options.shift().name());
        if (!options.toCome().isZero()) {
            wanted.put("toCome", options.toCome().toString());
        }
        for (Path file : files) {
            wanted.withArray("archives").add(file.toAbsolutePath().toString()).add(Files.size(file));
        }
        OptionalLong kept = OptionalLong.empty();
        for (String network : networks) {
            kept = kept.isPresent() ? kept : kept(file(options, network), wanted);
        }
        List<Archive> archives = networks.stream().map(reader::archive).toList();
        long seconds = kept.isPresent()
                ? kept.getAsLong()
                : ArchiveShift.seconds(archives, options.shift(), now, options.toCome());
        for (String network : networks) {
            write(file(options, network), wanted.deepCopy().put(SECONDS, seconds));
        }
        return new Archives(reader, seconds);
    }

    /** What belongs to a network, moved; given once, and not kept here beside the world that it becomes. */
    Archive take(String network) {
        Archive archive = ArchiveShift.by(reader.archive(network), seconds);
        reader.forget(network);
        return archive;
    }

    private static Path file(SimulationOptions options, String network) {
        return options.home().resolve("shift-" + network + ".json");
    }

    private static OptionalLong kept(Path file, ObjectNode wanted) throws IOException {
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        ObjectNode kept = (ObjectNode) JSON.readTree(file.toFile());
        long seconds = kept.remove(SECONDS).asLong();
        boolean same = JSON.writeValueAsString(kept).equals(JSON.writeValueAsString(wanted));
        return same ? OptionalLong.of(seconds) : OptionalLong.empty();
    }

    /** Replaces a file at once. */
    static void write(Path file, JsonNode node) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, JSON.writeValueAsString(node) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
