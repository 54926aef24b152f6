package org.parvis.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a server writes into {@code postmaster.pid} in its data folder (PostgreSQL manual, chapter "Database File Layout"):
 * process id, data folder, start time, port, socket folder, address, shared memory, and last its state.
 */
record PostmasterFile(long pid, Path data, int port, boolean ready) {
    static Path in(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** Empty when there is no file, or only half of one. */
    static Optional<PostmasterFile> read(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(in(data), StandardCharsets.UTF_8);
            if (lines.size() < 4) {
                return Optional.empty();
            }
            boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(0).strip()),
                    Path.of(lines.get(1)),
                    Integer.parseInt(lines.get(3).strip()),
                    ready));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
