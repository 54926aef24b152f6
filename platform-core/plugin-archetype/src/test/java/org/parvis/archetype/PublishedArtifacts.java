package org.parvis.archetype;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;

/**
 * A Maven repository with what Parvis publishes for integrators, made of this build's files: as if they had been released,
 * without a word of it in the repository of whoever runs the tests.
 */
final class PublishedArtifacts {
    private static final List<String> BUNDLES = List.of("model", "spi", "toolkit", "tck", "simulation");

    private final Path repository;
    private final String version;

    PublishedArtifacts(Path repository, String version) {
        this.repository = repository;
        this.version = version;
    }

    void publish(Path archetype) throws IOException {
        Path core = Path.of("..").toRealPath();
        file("parvis", ".pom", core.resolveSibling("pom.xml"));
        file("platform-core", ".pom", core.resolve("pom.xml"));
        file("plugin-parent", ".pom", core.resolve("plugin-parent/pom.xml"));
        for (String bundle : BUNDLES) {
            file(bundle, ".pom", core.resolve(bundle).resolve("pom.xml"));
            file(bundle, ".jar", onClassPath(bundle));
        }
        file("plugin-archetype", ".pom", core.resolve("plugin-archetype/pom.xml"));
        file("plugin-archetype", ".jar", archetype);
    }

    /** A module's file, of this build or of the repository that this build uses. */
    Path onClassPath(String module) {
        String name = module + "-" + version + ".jar";
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(java.io.File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not on the class path: build with 'verify'"));
    }

    private void file(String artifact, String ending, Path source) throws IOException {
        Path folder = Files.createDirectories(
                repository.resolve("org/parvis").resolve(artifact).resolve(version));
        Files.copy(source, folder.resolve(artifact + "-" + version + ending), StandardCopyOption.REPLACE_EXISTING);
    }
}
