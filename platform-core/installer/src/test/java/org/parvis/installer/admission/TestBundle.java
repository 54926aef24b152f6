package org.parvis.installer.admission;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A bundle that is right, made wrong in one place. Nothing of it could run; admission never lets it try. */
public final class TestBundle {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private String descriptor = loopback();

    private TestBundle(String version) {
        headers.put("Manifest-Version", "1.0");
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", "example.loopback");
        headers.put("Bundle-Version", version);
        headers.put("Import-Package", "org.parvis.spi;version=\"[0.1,1)\",org.parvis.model;version=\"[0.1,1)\"");
        headers.put("Provide-Capability", "org.parvis.network;network=loopback;spi:Version=\"0.1\"");
    }

    public static TestBundle of(String version) {
        return new TestBundle(version);
    }

    private static String loopback() {
        try (InputStream in = TestBundle.class.getResourceAsStream("/OSGI-INF/network/loopback.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestBundle header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public TestBundle entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    public TestBundle descriptor(UnaryOperator<String> change) {
        descriptor = change.apply(descriptor);
        return this;
    }

    public byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            Manifest manifest = new Manifest();
            headers.forEach((name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            manifest.write(zip);
            zip.putNextEntry(new ZipEntry("OSGI-INF/network/loopback.json"));
            zip.write(descriptor.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    public Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }
}
