package org.parvis.installer.admission;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.parvis.toolkit.descriptor.DescriptorReader;

/**
 * What can be read of a bundle without loading a class.
 *
 * @param names of all entries, those of archives inside too
 * @param descriptorName where the descriptor lies; null where there is not exactly one
 */
public record BundleContent(
        Manifest manifest, List<String> names, @Nullable String descriptorName, byte[] descriptor) {
    private static final int LARGEST_DESCRIPTOR = 1 << 20;

    public static BundleContent of(Path bundle) throws IOException, RefusedException {
        String name = bundle.getFileName().toString();
        try (ZipFile archive = new ZipFile(bundle.toFile())) {
            List<String> names = new ArrayList<>();
            List<String> descriptors = new ArrayList<>();
            for (ZipEntry entry : NetworkFile.entries(archive, name)) {
                names.add(entry.getName());
                if (entry.getName().startsWith(DescriptorReader.FOLDER)
                        && entry.getName().endsWith(".json")) {
                    descriptors.add(entry.getName());
                }
                if (entry.getName().endsWith(".jar")) {
                    inside(archive, entry, names);
                }
            }
            String descriptor = descriptors.size() == 1 ? descriptors.get(0) : null;
            return new BundleContent(
                    manifest(archive, name),
                    names,
                    descriptor,
                    descriptor == null ? new byte[0] : read(archive, descriptor));
        } catch (ZipException broken) {
            throw new RefusedException(
                    name,
                    "network.whole",
                    "The bundle is not a whole archive (" + broken.getMessage() + "); copy or build it again.");
        }
    }

    private static void inside(ZipFile archive, ZipEntry entry, List<String> names) throws IOException {
        try (InputStream in = archive.getInputStream(entry);
                ZipInputStream inner = new ZipInputStream(in)) {
            for (ZipEntry each = inner.getNextEntry(); each != null; each = inner.getNextEntry()) {
                names.add(each.getName());
            }
        }
    }

    private static Manifest manifest(ZipFile archive, String name) throws IOException, RefusedException {
        ZipEntry entry = archive.getEntry("META-INF/MANIFEST.MF");
        if (entry == null) {
            throw new RefusedException(
                    name, "network.manifest", "The bundle has no META-INF/MANIFEST.MF; build it with plugin-parent.");
        }
        try (InputStream in = archive.getInputStream(entry)) {
            return new Manifest(in);
        }
    }

    private static byte[] read(ZipFile archive, String name) throws IOException {
        try (InputStream in = archive.getInputStream(archive.getEntry(name))) {
            return in.readNBytes(LARGEST_DESCRIPTOR);
        }
    }

    String header(String name) {
        String value = manifest.getMainAttributes().getValue(name);
        return value == null ? "" : value.strip();
    }
}
