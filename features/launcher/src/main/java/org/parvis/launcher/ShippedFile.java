package org.parvis.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Whether an operator changed a file of the configuration. Not every difference is theirs: where a file came from a feature,
 * the container adds where it lies, at an end that it ends with a line break.
 */
final class ShippedFile {
    private static final String ADDED = "felix.fileinstall.filename";

    private ShippedFile() {}

    /** Whether a file is as it was shipped, but for what the container adds. */
    static boolean isLeftAlone(Path file, Path shipped) throws IOException {
        return Arrays.equals(Files.readAllBytes(file), Files.readAllBytes(shipped))
                || lines(file).equals(lines(shipped));
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> !line.startsWith(ADDED))
                .toList();
        int end = lines.size();
        while (end > 0 && lines.get(end - 1).isBlank()) {
            end--;
        }
        return lines.subList(0, end);
    }
}
