package org.parvis.tck;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** What is in a bundle, wherever it is read from. */
final class BundleContent {
    private static final String DESCRIPTORS = "OSGI-INF/network/";

    private final Map<String, byte[]> entries;

    private BundleContent(Map<String, byte[]> entries) {
        this.entries = entries;
    }

    /** The bundle that a build makes, or the folder of classes beside a test class. */
    static Path of(Class<?> test) {
        String built = System.getProperty("parvis.bundle", "");
        if (!built.isEmpty() && Files.isRegularFile(Path.of(built))) {
            return Path.of(built);
        }
        Path beside = besideTests(test);
        return beside == null || !Files.isDirectory(beside) ? Path.of("target", "classes") : beside;
    }

    private static @Nullable Path besideTests(Class<?> test) {
        try {
            Path tests = Path.of(
                    test.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path target = tests.getParent();
            return target == null ? null : target.resolve("classes");
        } catch (URISyntaxException unreadable) {
            return null;
        }
    }

    static BundleContent open(Path bundle) throws IOException {
        return new BundleContent(Files.isDirectory(bundle) ? folder(bundle) : archive(bundle));
    }

    private static Map<String, byte[]> folder(Path folder) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                entries.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return entries;
    }

    private static Map<String, byte[]> archive(Path file) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile archive = new ZipFile(file.toFile())) {
            for (ZipEntry entry : archive.stream().filter(e -> !e.isDirectory()).toList()) {
                try (InputStream content = archive.getInputStream(entry)) {
                    entries.put(entry.getName(), content.readAllBytes());
                }
            }
        }
        return entries;
    }

    Map<String, byte[]> entries() {
        return entries;
    }

    /** The names of all entries, those of archives inside too. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>(entries.keySet());
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (entry.getKey().endsWith(".jar")) {
                try (ZipInputStream inner = new ZipInputStream(new ByteArrayInputStream(entry.getValue()))) {
                    for (ZipEntry each = inner.getNextEntry(); each != null; each = inner.getNextEntry()) {
                        names.add(each.getName());
                    }
                }
            }
        }
        return names;
    }

    /** The packages that are carried inside and not the plugin's own: copies of libraries. */
    Set<String> librariesBeside(String ownPackage) throws IOException {
        Set<String> packages = new TreeSet<>();
        for (String name : names()) {
            int end = name.lastIndexOf('/');
            if (end > 0 && name.endsWith(".class") && !name.startsWith("META-INF/")) {
                packages.add(name.substring(0, end).replace('/', '.'));
            }
        }
        packages.removeIf(each -> each.equals(ownPackage) || each.startsWith(ownPackage + "."));
        return packages;
    }

    List<String> descriptors() {
        return entries.keySet().stream()
                .filter(name -> name.startsWith(DESCRIPTORS) && name.endsWith(".json"))
                .toList();
    }

    byte[] descriptor() {
        List<String> found = descriptors();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "A bundle carries one descriptor as " + DESCRIPTORS + "<id>.json; this one has " + found);
        }
        return entry(found.get(0));
    }

    private byte[] entry(String name) {
        byte[] content = entries.get(name);
        if (content == null) {
            throw new IllegalStateException("The bundle has no " + name);
        }
        return content;
    }

    /** The manifest, which is there once the bundle is built. */
    Manifest manifest() {
        if (!entries.containsKey("META-INF/MANIFEST.MF")) {
            throw new NotSimulatedException(
                    "The bundle is not built yet: its manifest is looked at by 'verify', not by 'test'");
        }
        try {
            return new Manifest(new ByteArrayInputStream(entry("META-INF/MANIFEST.MF")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
