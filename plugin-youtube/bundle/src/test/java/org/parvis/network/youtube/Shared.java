package org.parvis.network.youtube;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** Public material that is read where it lies and not part of the repository. */
final class Shared {
    private Shared() {}

    static boolean isThere(String name) {
        return Files.exists(
                        Path.of(System.getProperty("parvis.shared", "shared")).resolve(name))
                || System.getenv("PARVIS_SHARED") != null;
    }

    /** The file or folder; without it the test is skipped, or fails where the material was promised. */
    static Path path(String name) {
        Path path = Path.of(System.getProperty("parvis.shared", "shared")).resolve(name);
        if (!Files.exists(path)) {
            if (System.getenv("PARVIS_SHARED") != null) {
                fail("PARVIS_SHARED is set, but there is no " + path);
            }
            abort("There is no " + path + " (-Dparvis.shared says where the public material lies)");
        }
        return path;
    }
}
