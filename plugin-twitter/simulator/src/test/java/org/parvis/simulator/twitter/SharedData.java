package org.parvis.simulator.twitter;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Public data that tests read in place where it is there. */
final class SharedData {

    private SharedData() {}

    /** A file or folder of the shared data; the test is skipped, saying why, where it is missing. */
    static Path at(String path) {
        Path file = Path.of(System.getProperty("parvis.shared", "../shared")).resolve(path);
        Assumptions.assumeTrue(
                Files.exists(file), () -> "skipped: " + file + " is missing (system property parvis.shared)");
        return file;
    }
}
