package org.parvis.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A second platform over the first one's database, files and keys, under the same clock: what an operator sets up so that one
 * may fail. It has a home of its own and knows the database as an external one.
 */
final class SecondNode {
    private SecondNode() {}

    /** Starts one; it ends with {@link Demo#close}, before the first one does. */
    static Demo beside(Demo first, int pool) throws IOException, InterruptedException {
        Path home = Demo.freshHome();
        Path etc = Files.createDirectories(home.resolve("etc"));
        try (Stream<Path> files = Files.list(first.home().resolve("etc"))) {
            for (Path file : files.filter(SecondNode::isOurs).toList()) {
                List<String> lines = Files.readAllLines(file);
                // The first line says that the launcher may take the file away.
                Files.write(
                        etc.resolve(file.getFileName()),
                        lines.stream().filter(line -> !line.startsWith("#")).toList());
            }
        }
        copy(first, home, "keys/credentials.keys");
        Files.writeString(etc.resolve("org.parvis.store.cfg"), external(first, pool));
        Files.writeString(
                etc.resolve("org.parvis.media.cfg"), "folder = " + first.home().resolve("media") + "\n");
        Demo second = Demo.over(home, "-Dparvis.clock=" + first.home().resolve("clock"));
        second.start();
        return second;
    }

    private static boolean isOurs(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("org.parvis.") && name.endsWith(".cfg") && !name.equals("org.parvis.core.cfg");
    }

    private static void copy(Demo first, Path home, String file) throws IOException {
        Path target = home.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(first.home().resolve(file), target);
    }

    private static String external(Demo first, int pool) throws IOException {
        return String.join(
                "\n",
                "mode = external",
                "url = " + DatabaseDoor.url(first.store()),
                "user = parvis",
                "password = "
                        + Files.readString(first.store().resolve("password")).strip(),
                "pool = " + pool,
                "statement.timeout = " + TwoNodesIT.STATEMENT,
                "");
    }

    /** Holds a process still, or lets it go on. */
    static void signal(String name, long process) throws IOException, InterruptedException {
        Process signal = new ProcessBuilder("kill", "-" + name, Long.toString(process)).start();
        if (!signal.waitFor(10, TimeUnit.SECONDS) || signal.exitValue() != 0) {
            throw new IOException("no signal " + name + " for " + process);
        }
    }
}
