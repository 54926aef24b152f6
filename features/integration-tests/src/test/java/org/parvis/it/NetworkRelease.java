package org.parvis.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.parvis.installer.sign.SigningMain;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.Publisher;

/**
 * A release of a network as somebody else might publish it: a bundle under another version or id, with another manifest or
 * descriptor, or with a publisher that misbehaves, compiled here. Signed by the product's own program.
 */
final class NetworkRelease {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DESCRIPTOR = Pattern.compile("OSGI-INF/network/([a-z0-9-]+)\\.json");

    private final Path folder;
    private final String version;
    /** The plugin's class with its package. */
    private final String plugin;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private String network;

    private NetworkRelease(Path folder, String version, String network, String plugin) {
        this.folder = folder;
        this.version = version;
        this.network = network;
        this.plugin = plugin;
    }

    /** A bundle under another version; only that of X can be changed further. */
    static NetworkRelease of(Path original, Path folder, String version) throws IOException {
        NetworkRelease release =
                new NetworkRelease(folder, version, "", "org.parvis.network.twitter.TwitterNetwork");
        read(original, release);
        release.network = release.entries.keySet().stream()
                .map(DESCRIPTOR::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
        return release;
    }

    /** The reference network under another id, as a network of its own. */
    static NetworkRelease loopback(Path original, Path folder, String id, String version) throws IOException {
        return read(original, new NetworkRelease(folder, version, "loopback", "org.parvis.loopback.LoopbackNetwork"))
                .called(id);
    }

    private static NetworkRelease read(Path original, NetworkRelease release) throws IOException {
        try (ZipFile archive = new ZipFile(original.toFile())) {
            for (ZipEntry entry : Collections.list(archive.entries())) {
                if (!entry.isDirectory()) {
                    try (InputStream in = archive.getInputStream(entry)) {
                        release.entries.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
        }
        return release.header("Bundle-Version", old -> release.version);
    }

    private NetworkRelease called(String id) throws IOException {
        ObjectNode descriptor = (ObjectNode) JSON.readTree(entries.remove(descriptorName()));
        String before = network;
        network = id;
        entries.put(descriptorName(), JSON.writeValueAsBytes(descriptor.put("id", id)));
        entries.computeIfPresent(
                component(), (name, old) -> replaced(old, "value=\"" + before + "\"", "value=\"" + id + "\""));
        return header("Bundle-SymbolicName", old -> "org.example." + id)
                .header("Provide-Capability", old -> old.replace("network=" + before, "network=" + id));
    }

    private String descriptorName() {
        return "OSGI-INF/network/" + network + ".json";
    }

    private String component() {
        return "OSGI-INF/" + plugin + ".xml";
    }

    private String packageName() {
        return plugin.substring(0, plugin.lastIndexOf('.'));
    }

    private static byte[] replaced(byte[] text, String old, String fresh) {
        return new String(text, StandardCharsets.UTF_8).replace(old, fresh).getBytes(StandardCharsets.UTF_8);
    }

    /** A file of limits, signed; its name is that of its lines, with an ending. */
    static Path limits(Path key, Path lines) {
        run("limits", key.toString(), lines.toString());
        return lines.resolveSibling(lines.getFileName() + ".limits");
    }

    /** Makes the keys {@code <name>.key} and {@code <name>.pub} in a folder. */
    static Path keys(Path folder, String name) {
        run("keys", folder.resolve(name).toString());
        return folder.resolve(name + ".key");
    }

    private static void run(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        if (SigningMain.run(arguments, out, out, Clock.systemUTC()) != 0) {
            throw new AssertionError(said.toString(StandardCharsets.UTF_8));
        }
    }

    NetworkRelease header(String name, UnaryOperator<String> change) throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(entries.get("META-INF/MANIFEST.MF")));
        manifest.getMainAttributes()
                .putValue(name, change.apply(manifest.getMainAttributes().getValue(name)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        entries.put("META-INF/MANIFEST.MF", bytes.toByteArray());
        return this;
    }

    NetworkRelease entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Unable to do something that the original can. */
    NetworkRelease without(String capability) throws IOException {
        String name = descriptorName();
        ObjectNode descriptor = (ObjectNode) JSON.readTree(entries.get(name));
        ArrayNode capabilities = descriptor.putArray("capabilities");
        JSON.readTree(entries.get(name)).path("capabilities").forEach(each -> {
            if (!each.asText().equals(capability)) {
                capabilities.add(each);
            }
        });
        ((ObjectNode) descriptor.path("oauth").path("scopes")).remove(capability);
        entries.put(name, JSON.writeValueAsBytes(descriptor));
        return this;
    }

    /** With a publisher that does this before it publishes; anything but an exception goes on to the real one. */
    NetworkRelease publishing(String statement) throws IOException {
        Path sources = Files.createTempDirectory(folder, "sources");
        Path classes = Files.createDirectories(sources.resolve("classes"));
        Path bundle = Files.write(sources.resolve("original.jar"), bytes());
        Path changed = Files.writeString(sources.resolve("ChangedNetwork.java"), """
                package %p;
                public final class ChangedNetwork implements org.parvis.spi.NetworkPlugin {
                    private final %n real = new %n();
                %s}
                """.replace("%p", packageName()).replace("%n", plugin).replace(
                        "%s", delegates(NetworkPlugin.class, "publisher", """
                            return java.util.Optional.of(new ChangedPublisher(real.publisher().orElseThrow()));
                        """)));
        Path publisher = Files.writeString(sources.resolve("ChangedPublisher.java"), """
                package %p;
                final class ChangedPublisher implements org.parvis.spi.Publisher {
                    private static final java.util.List<Object> KEPT = new java.util.concurrent.CopyOnWriteArrayList<>();
                    private final org.parvis.spi.Publisher real;
                    ChangedPublisher(org.parvis.spi.Publisher real) {
                        this.real = real;
                    }
                %s}
                """.replace("%p", packageName()).replace(
                        "%s", delegates(Publisher.class, "publish", statement + "\nreturn real.publish(a0, a1);\n")));
        compile(List.of(changed, publisher), classes, bundle);
        String inside = packageName().replace('.', '/') + "/";
        try (Stream<Path> compiled = Files.list(classes.resolve(inside))) {
            for (Path type : compiled.toList()) {
                entries.put(inside + type.getFileName(), Files.readAllBytes(type));
            }
        }
        entries.computeIfPresent(
                component(),
                (name, old) -> replaced(
                        old,
                        "implementation class=\"" + plugin + "\"",
                        "implementation class=\"" + packageName() + ".ChangedNetwork\""));
        return this;
    }

    private static void compile(List<Path> sources, Path classes, Path bundle) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String path = Stream.of(
                        System.getProperty("surefire.test.class.path", ""), System.getProperty("java.class.path"))
                .collect(Collectors.joining(java.io.File.pathSeparator));
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "-proc:none",
                                "-d",
                                classes.toString(),
                                "-cp",
                                path + java.io.File.pathSeparator + bundle),
                        sources.stream().map(Path::toString))
                .toList();
        if (compiler.run(null, said, said, arguments.toArray(String[]::new)) != 0) {
            throw new IOException(said.toString(StandardCharsets.UTF_8));
        }
    }

    /** Every method of an interface, handed on; the SPI may grow without this. */
    private static String delegates(Class<?> type, String changed, String body) {
        StringBuilder source = new StringBuilder();
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            List<String> parameters = Arrays.stream(method.getGenericParameterTypes())
                    .map(java.lang.reflect.Type::getTypeName)
                    .map(name -> name.replace('$', '.'))
                    .toList();
            StringBuilder declared = new StringBuilder();
            StringBuilder given = new StringBuilder();
            for (int i = 0; i < parameters.size(); i++) {
                declared.append(i == 0 ? "" : ", ")
                        .append(parameters.get(i))
                        .append(" a")
                        .append(i);
                given.append(i == 0 ? "a" : ", a").append(i);
            }
            String thrown = Arrays.stream(method.getExceptionTypes())
                    .map(Class::getCanonicalName)
                    .collect(Collectors.joining(", "));
            String call = "real." + method.getName() + "(" + given + ");";
            source.append("    public ")
                    .append(method.getGenericReturnType().getTypeName().replace('$', '.'))
                    .append(' ')
                    .append(method.getName())
                    .append('(')
                    .append(declared)
                    .append(')')
                    .append(thrown.isEmpty() ? "" : " throws " + thrown)
                    .append(" {\n")
                    .append(
                            method.getName().equals(changed)
                                    ? body
                                    : (method.getReturnType() == void.class ? "" : "return ") + call)
                    .append("\n    }\n");
        }
        return source.toString();
    }

    private byte[] bytes() throws IOException {
        return zipped(entries);
    }

    private static byte[] zipped(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** The bundle as it is, which nobody vouches for. */
    Path unsigned() throws IOException {
        return Files.write(folder.resolve(network + "-" + version + ".jar"), bytes());
    }

    /** An archive whose statement was signed for the bundle as it was before somebody changed it. */
    Path tampered(Path key) throws IOException {
        Path archive = signed(key);
        byte[] changed = entry("changed.txt", new byte[] {1}).bytes();
        Map<String, byte[]> parts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry part : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(part)) {
                    parts.put(part.getName(), part.getName().endsWith(".jar") ? changed : in.readAllBytes());
                }
            }
        }
        return Files.write(archive, zipped(parts));
    }

    /** An archive with the bundle and a statement of this key. */
    Path signed(Path key) throws IOException {
        Path jar = unsigned();
        run("sign", key.toString(), jar.toString());
        Files.delete(jar);
        return folder.resolve(network + "-" + version + ".kar");
    }
}
