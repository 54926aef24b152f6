package org.parvis.installer.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Version;
import org.parvis.api.network.InstalledNetwork.Origin;
import org.parvis.model.NetworkId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code data/plugins}: of each network the bundles that may be needed again, and {@code installed.json}, which is
 * replaced at once and so never half-written. Blocking; thread-safe.
 */
final class PluginFolder {
    private static final Logger LOGGER = LoggerFactory.getLogger(PluginFolder.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RECORD = "installed.json";
    private static final String LIMITS = "network.limits";

    private final Path folder;

    PluginFolder(Path folder) {
        this.folder = folder;
    }

    /** A place for a file that is being checked. */
    Path staging() throws IOException {
        return Files.createTempFile(Files.createDirectories(folder.resolve("incoming")), "network-", ".jar");
    }

    /** What a crash left half-way. */
    void clearStaging() throws IOException {
        Path incoming = folder.resolve("incoming");
        if (Files.isDirectory(incoming)) {
            try (Stream<Path> files = Files.list(incoming)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    Path bundle(NetworkId network, String version) {
        return folder.resolve(network.value()).resolve(version + ".jar");
    }

    /** Takes over a checked file. */
    void keep(NetworkId network, Version version, Path staged) throws IOException {
        Path target = bundle(network, version.toString());
        Files.createDirectories(target.getParent());
        force(staged);
        Files.move(staged, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void keep(NetworkId network, Version version, InputStream content) throws IOException {
        Path staged = staging();
        Files.copy(content, staged, StandardCopyOption.REPLACE_EXISTING);
        keep(network, version, staged);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Whether there is a record, readable or not. */
    boolean remembers(NetworkId network) {
        return Files.exists(folder.resolve(network.value()).resolve(RECORD));
    }

    /** Empty where nothing is remembered, or what is remembered cannot be read. */
    Optional<KeptNetwork> read(NetworkId network) {
        Path file = folder.resolve(network.value()).resolve(RECORD);
        if (!remembers(network)) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(JSON.readTree(file.toFile())));
        } catch (IOException | RuntimeException unreadable) {
            LOGGER.warn(
                    "{} cannot be read ({}); what runs of {} stays as it is", file, unreadable.getMessage(), network);
            return Optional.empty();
        }
    }

    private static KeptNetwork read(JsonNode node) {
        Map<String, KeptNetwork.Kept> bundles = new TreeMap<>();
        node.path("bundles")
                .fields()
                .forEachRemaining(entry -> bundles.put(
                        entry.getKey(),
                        new KeptNetwork.Kept(
                                Origin.valueOf(entry.getValue().path("origin").asText()),
                                entry.getValue().path("signedBy").asText(),
                                entry.getValue().path("key").asText(),
                                entry.getValue().path("sha256").asText())));
        return new KeptNetwork(
                node.path("version").asText(),
                node.path("trial").asText(),
                node.path("previous").asText(),
                Instant.parse(node.path("since").asText()),
                bundles);
    }

    /** Remembers, and deletes the files that nobody needs any more. */
    void write(NetworkId network, KeptNetwork kept) throws IOException {
        KeptNetwork needed = kept.pruned();
        ObjectNode node = JSON.createObjectNode()
                .put("format", 1)
                .put("version", needed.version())
                .put("trial", needed.trial())
                .put("previous", needed.previous())
                .put("since", needed.since().toString());
        ObjectNode bundles = node.putObject("bundles");
        needed.bundles()
                .forEach((version, file) -> bundles.putObject(version)
                        .put("origin", file.origin().name())
                        .put("signedBy", file.signedBy())
                        .put("key", file.key())
                        .put("sha256", file.sha256()));
        Path own = Files.createDirectories(folder.resolve(network.value()));
        Path fresh = own.resolve(RECORD + ".new");
        Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node));
        force(fresh);
        Files.move(fresh, own.resolve(RECORD), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        for (String version : kept.bundles().keySet()) {
            if (!needed.bundles().containsKey(version)) {
                Files.deleteIfExists(bundle(network, version));
            }
        }
    }

    private Path limitsOf(NetworkId network) {
        return folder.resolve(network.value()).resolve(LIMITS);
    }

    /** The file of limits that holds; empty for none. */
    Optional<byte[]> limits(NetworkId network) throws IOException {
        Path file = limitsOf(network);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    void keepLimits(NetworkId network, byte[] limits) throws IOException {
        Path own = Files.createDirectories(folder.resolve(network.value()));
        Path fresh = own.resolve(LIMITS + ".new");
        Files.write(fresh, limits);
        force(fresh);
        Files.move(fresh, limitsOf(network), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void dropLimits(NetworkId network) throws IOException {
        Files.deleteIfExists(limitsOf(network));
    }

    /** The networks that have a file of limits. */
    List<NetworkId> limited() {
        return having(LIMITS);
    }

    List<NetworkId> networks() {
        return having(RECORD);
    }

    private List<NetworkId> having(String name) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(each -> Files.exists(each.resolve(name)))
                    .map(each -> new NetworkId(each.getFileName().toString()))
                    .toList();
        } catch (IOException unreadable) {
            LOGGER.warn("{} cannot be read: {}", folder, unreadable.getMessage());
            return List.of();
        }
    }
}
