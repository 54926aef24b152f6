package org.parvis.simulation;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a simulation is to be started; built step by step. Not thread-safe. */
public final class SimulationOptions {

    private final Path home;
    private final List<Path> archives = new ArrayList<>();
    private final Map<String, Integer> networks = new LinkedHashMap<>();
    private final Map<String, Integer> windows = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private int controlPort;
    private ArchiveShift.Mode shift = ArchiveShift.Mode.END_NOW;
    private Duration toCome = Duration.ZERO;
    private @Nullable Path clockFile;
    private boolean limited = true;

    private SimulationOptions(Path home) {
        this.home = home;
    }

    /** @param home where the journal and the addresses are kept */
    public static SimulationOptions in(Path home) {
        return new SimulationOptions(home);
    }

    /** The control interface's port; 0 for any free one. */
    public SimulationOptions controlPort(int port) {
        controlPort = port;
        return this;
    }

    /** An archive to load, or a folder of archives that are one: what is told in it happens at the same time. */
    public SimulationOptions archive(Path file) {
        archives.add(file);
        return this;
    }

    /** A network to simulate; port 0 for any free one. */
    public SimulationOptions network(String id, int port) {
        networks.put(id, port);
        return this;
    }

    /** {@code end-now}, {@code begin-now} or {@code none}. */
    public SimulationOptions shift(String mode) {
        shift = switch (mode) {
            case "end-now" -> ArchiveShift.Mode.END_NOW;
            case "begin-now" -> ArchiveShift.Mode.BEGIN_NOW;
            case "none" -> ArchiveShift.Mode.NONE;
            default -> throw new IllegalArgumentException("--shift is end-now, begin-now or none, not " + mode + ".");
        };
        return this;
    }

    /** How much of an archive that ends now is still to come: it happens while one watches. */
    public SimulationOptions toCome(Duration time) {
        toCome = time;
        return this;
    }

    /** The file of the clock that is shared with other processes. */
    public SimulationOptions clock(Path file) {
        clockFile = file;
        return this;
    }

    /** Lifts rate limits and the windows into the past. */
    public SimulationOptions withoutLimits() {
        limited = false;
        return this;
    }

    /** Sets the size of a window into the past. */
    public SimulationOptions window(String name, int size) {
        windows.put(name, size);
        return this;
    }

    /** A setting of a network, such as {@code reply-rule} = {@code off}. */
    public SimulationOptions setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Reads command line arguments. */
    static SimulationOptions parse(List<String> arguments) {
        int home = arguments.indexOf("--home");
        if (home < 0 || home + 1 >= arguments.size()) {
            throw new IllegalArgumentException("--home DIR is missing.");
        }
        SimulationOptions options = in(Path.of(arguments.get(home + 1)));
        for (int i = 0; i < arguments.size(); i++) {
            String name = arguments.get(i);
            if (name.equals("--no-limits")) {
                options.withoutLimits();
            } else if (i + 1 < arguments.size()) {
                options.take(name, arguments.get(++i));
            } else {
                throw new IllegalArgumentException(name + " is unknown or lacks its value.");
            }
        }
        return options;
    }

    private void take(String name, String value) {
        switch (name) {
            case "--home" -> {}
            case "--port" -> controlPort(Integer.parseInt(value));
            case "--archive" -> archive(Path.of(value));
            case "--shift" -> shift(value);
            case "--to-come" -> toCome(duration(value));
            case "--clock" -> clock(Path.of(value));
            case "--window" -> pairs(value).forEach((key, size) -> window(key, Integer.parseInt(size)));
            case "--set" -> pairs(value).forEach(this::setting);
            case "--network" -> {
                String[] parts = value.split(":", 2);
                network(parts[0], parts.length == 2 ? Integer.parseInt(parts[1]) : 0);
            }
            default -> throw new IllegalArgumentException("There is no option " + name + ".");
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("--to-come is a duration such as PT30M, not " + text + ".", e);
        }
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            String[] parts = pair.split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("\"" + pair + "\" is not name=value.");
            }
            pairs.put(parts[0].strip(), parts[1].strip());
        }
        return pairs;
    }

    Path home() {
        return home;
    }

    int controlPort() {
        return controlPort;
    }

    /** The files to read, those of a folder by name. */
    List<Path> archives() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path archive : archives) {
            if (Files.isDirectory(archive)) {
                List<Path> inside = new ArrayList<>();
                try (DirectoryStream<Path> folder = Files.newDirectoryStream(archive, "*.{jsonl,jsonl.gz}")) {
                    folder.forEach(inside::add);
                }
                inside.sort(null);
                files.addAll(inside);
            } else {
                files.add(archive);
            }
        }
        return files;
    }

    Map<String, Integer> networks() {
        return networks;
    }

    ArchiveShift.Mode shift() {
        return shift;
    }

    Duration toCome() {
        return toCome;
    }

    @Nullable
    Path clockFile() {
        return clockFile;
    }

    NetworkEnvironment.NetworkOptions networkOptions() {
        return new NetworkEnvironment.NetworkOptions(limited, Map.copyOf(windows), Map.copyOf(settings));
    }
}
