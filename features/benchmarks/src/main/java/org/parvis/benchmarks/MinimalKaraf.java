package org.parvis.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.parvis.benchmarks.probe.Probe;

/**
 * Apache Karaf with nothing in it but one bundle in its deploy folder, which tells that it was started. Its newest minimal
 * archive is that of 4.4.8.
 */
final class MinimalKaraf {
    private static final Map<String, String> ENVIRONMENT = Map.of("JAVA_OPTS", "-Xmx512m");

    private final Path home;

    private MinimalKaraf(Path home) {
        this.home = home;
    }

    /** What is missing; empty when it can be started. */
    static Optional<String> missing(Options options) throws IOException {
        return archive(options).isPresent()
                ? Optional.empty()
                : Optional.of("there is no archive of the minimal Karaf in " + options.reference());
    }

    private static Optional<Path> archive(Options options) throws IOException {
        if (!Files.isDirectory(options.reference())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(options.reference())) {
            return files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst();
        }
    }

    /** Unpacked, with the probe, and never started. */
    static MinimalKaraf fresh(Options options) throws IOException, InterruptedException {
        Path home = options.home().resolve("karaf");
        Folders.delete(home);
        Files.createDirectories(home);
        Programs.run(
                home,
                home.resolve("unpack.log"),
                Duration.ofMinutes(1),
                List.of("tar", "-xzf", archive(options).orElseThrow().toString(), "--strip-components=1"));
        probe(home.resolve("deploy/probe.jar"));
        return new MinimalKaraf(home);
    }

    private static void probe(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", "probe");
        attributes.putValue("Bundle-Version", "1.0.0");
        attributes.putValue("Bundle-Activator", Probe.class.getName());
        attributes.putValue("Import-Package", "org.osgi.framework");
        String name = Probe.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest);
                InputStream type = Probe.class.getResourceAsStream("Probe.class")) {
            entries.putNextEntry(new ZipEntry(name));
            Objects.requireNonNull(type).transferTo(entries);
            entries.closeEntry();
        }
    }

    Container start() throws IOException, InterruptedException {
        Path started = home.resolve(Probe.FILE);
        Files.deleteIfExists(started);
        return Container.start(home, home.resolve("bin/karaf"), ENVIRONMENT, () -> Files.exists(started));
    }
}
