package org.parvis.architecture;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One bundle of ours on the class path: its manifest and the packages that lie in it. */
record Bundle(String name, Map<String, String> headers, Set<String> packages) {
    private static final Pattern CLAUSE = Pattern.compile("([\\w.]+)((?:;[^,;\"]+(?:\"[^\"]*\")?)*)(?:,|$)");
    private static final Pattern VERSION = Pattern.compile(";version=\"([^\"]*)\"");

    static List<Bundle> onTheClassPath() {
        List<Bundle> bundles = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(Path::of)
                .map(Bundle::read)
                .filter(bundle -> bundle.name.startsWith("org.parvis."))
                .toList();
        if (bundles.isEmpty()) {
            throw new IllegalStateException("no bundles on the class path: run this in the phase verify, with -am");
        }
        return bundles;
    }

    private static Bundle read(Path file) {
        try (JarFile jar = new JarFile(file.toFile())) {
            Map<String, String> headers = new TreeMap<>();
            if (jar.getManifest() != null) {
                jar.getManifest()
                        .getMainAttributes()
                        .forEach((key, value) -> headers.put(key.toString(), value.toString()));
            }
            Set<String> packages = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF"))
                    .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
                    .collect(Collectors.toSet());
            String name = headers.getOrDefault("Bundle-SymbolicName", "").split(";", 2)[0];
            return new Bundle(name, headers, packages);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String header(String key) {
        return headers.getOrDefault(key, "");
    }

    /** Exported packages with their versions. */
    Map<String, String> exports() {
        Map<String, String> exports = new TreeMap<>();
        Matcher clauses = CLAUSE.matcher(header("Export-Package"));
        while (clauses.find()) {
            Matcher version = VERSION.matcher(clauses.group(2));
            exports.put(clauses.group(1), version.find() ? version.group(1) : "");
        }
        return exports;
    }
}
