package org.parvis.tck;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.parvis.spi.NetworkPlugin;

/**
 * What a plugin's own classes refer to, read from their class files: from the plugin and its facets to whatever of the same
 * package they mention. Libraries that a bundle carries are not looked into.
 */
final class ClassScan {
    /** Members, by class and name, that each class mentions; a class alone is {@code some/Class}. */
    private final Map<String, Set<String>> mentioned = new LinkedHashMap<>();

    private final ClassLoader loader;
    private final String within;

    private ClassScan(ClassLoader loader, String within) {
        this.loader = loader;
        this.within = within;
    }

    static ClassScan of(NetworkPlugin plugin) throws IOException {
        Class<?> root = plugin.getClass();
        ClassLoader loader = root.getClassLoader() == null ? ClassLoader.getSystemClassLoader() : root.getClassLoader();
        ClassScan scan = new ClassScan(loader, root.getPackageName().replace('.', '/') + "/");
        scan.read(Stream.of(
                        Optional.of(plugin),
                        Optional.of(plugin.accountLinker()),
                        plugin.publisher(),
                        plugin.timelineSource(),
                        plugin.inboxSource(),
                        plugin.responder(),
                        plugin.analyticsSource(),
                        plugin.webhookReceiver(),
                        plugin.webhookSubscriber(),
                        plugin.quotaReader())
                .flatMap(Optional::stream)
                .map(part -> file(part.getClass()))
                .toList());
        return scan;
    }

    /** A lambda has no file; what it does is written in the class around it. */
    private static String file(Class<?> type) {
        String name = type.getName().replace('.', '/');
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda);
    }

    private void read(Iterable<String> roots) throws IOException {
        Deque<String> open = new ArrayDeque<>();
        roots.forEach(open::add);
        while (!open.isEmpty()) {
            String name = open.poll();
            if (mentioned.containsKey(name)) {
                continue;
            }
            try (InputStream file = loader.getResourceAsStream(name + ".class")) {
                if (file == null) {
                    continue;
                }
                Set<String> mentions = ConstantPool.of(file.readAllBytes()).mentions();
                mentioned.put(name, mentions);
                mentions.stream()
                        .map(m -> m.contains(".") ? m.substring(0, m.indexOf('.')) : m)
                        .filter(m -> m.startsWith(within))
                        .forEach(open::add);
            }
        }
    }

    /** Every {@code class.member} of the given beginnings that is mentioned, and by whom. */
    Set<String> uses(Set<String> beginnings) {
        Set<String> found = new TreeSet<>();
        mentioned.forEach((by, mentions) -> mentions.stream()
                .filter(mention -> beginnings.stream().anyMatch(mention::startsWith))
                .forEach(mention -> found.add(by.substring(by.lastIndexOf('/') + 1) + " uses " + mention)));
        return found;
    }

    int classes() {
        return mentioned.size();
    }
}
