package org.parvis.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Recognises the processes of the server over one data folder. A process id alone proves nothing, it may have been given
 * to somebody else since; the command line does. It is read from {@code /proc}, where any account may read it, unlike the
 * working directory.
 */
final class ServerProcesses {
    private final Path data;
    private final String clusterName;

    ServerProcesses(Path data) {
        this.data = data;
        // Shown in the command line of every backend, which otherwise does not say whose it is.
        this.clusterName = "parvis-" + Integer.toHexString(data.toString().hashCode());
    }

    String clusterName() {
        return clusterName;
    }

    /** The running server over this folder, as its own file names it. */
    Optional<ProcessHandle> postmaster() throws IOException {
        return PostmasterFile.read(data)
                .filter(file -> file.data().equals(data))
                .flatMap(file -> ProcessHandle.of(file.pid()))
                .filter(ProcessHandle::isAlive)
                .filter(this::servesData);
    }

    /** Backends that outlived their server; while one lives, no new server may start over the folder. */
    List<ProcessHandle> backends() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).stream()
                        .findFirst()
                        .filter(title -> title.startsWith("postgres: " + clusterName + ":"))
                        .isPresent())
                .toList();
    }

    private boolean servesData(ProcessHandle process) {
        List<String> line = commandLine(process);
        return !line.isEmpty() && line.get(0).endsWith("postgres") && line.contains(data.toString());
    }

    private static List<String> commandLine(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            String whole = Files.readString(file, StandardCharsets.ISO_8859_1);
            return Arrays.asList(whole.split("\0"));
        } catch (IOException noSuchSystem) {
            return process.info()
                    .commandLine()
                    .map(line -> List.of(line.split(" ")))
                    .orElse(List.of());
        }
    }
}
