package org.parvis.benchmarks;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The product as operators run it, with a home of its own. */
final class Distribution {
    /** What the network of the benchmark signs with. */
    static final String SECRET = "the secret of a benchmark";

    private final Path platform;
    private final Path home;
    private final int port;

    private Distribution(Path platform, Path home, int port) {
        this.platform = platform;
        this.home = home;
        this.port = port;
    }

    /** What is missing; empty when it can be started. */
    static Optional<String> missing(Options options) {
        return Files.isExecutable(options.platform().resolve("bin/karaf"))
                ? Optional.empty()
                : Optional.of(
                        "there is no unpacked distribution in " + options.platform() + " (./parvis bench gives one)");
    }

    /** A home in which nothing has run yet, configured as the launcher does it. */
    static Distribution fresh(Options options, String name) throws IOException, InterruptedException {
        Path home = options.home().resolve(name);
        Folders.delete(home);
        Files.createDirectories(home.resolve("data"));
        Files.createDirectories(home.resolve("log"));
        Folders.copy(options.platform().resolve("etc"), home.resolve("etc"));
        int port = freePort();
        Files.writeString(
                home.resolve("etc/custom.system.properties"),
                "parvis.http.port = " + port + "\nparvis.ssh.port = " + freePort() + "\n");
        Files.writeString(
                home.resolve("etc/org.parvis.network.twitter.cfg"),
                "client.id = bench\nclient.secret = " + SECRET + "\n");
        Programs.run(
                home,
                home.resolve("log/keys.log"),
                Duration.ofSeconds(30),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        options.platform().resolve("lib/parvis") + "/*",
                        "org.parvis.launcher.LauncherMain",
                        "keys",
                        home.resolve("etc").toString()));
        return new Distribution(options.platform(), home, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts it; it is up when it says that it is ready, database included. */
    Container start() throws IOException, InterruptedException {
        URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
        Map<String, String> environment = Map.of(
                "KARAF_BASE",
                home.toString(),
                "KARAF_DATA",
                home.resolve("data").toString(),
                "KARAF_ETC",
                home.resolve("etc").toString(),
                "KARAF_LOG",
                home.resolve("log").toString(),
                "CHECK_ROOT_INSTANCE_RUNNING",
                "false");
        Files.deleteIfExists(home.resolve("lock"));
        return Container.start(home, platform.resolve("bin/karaf"), environment, () -> answers(ready));
    }

    int port() {
        return port;
    }

    /** Whether its database runs among its processes: without it the figures would be of half a product. */
    static void checkDatabase(Container container) throws IOException {
        Stream<String> commands = container.processes().stream().flatMap(one -> one.info().command().stream());
        if (commands.noneMatch(command -> command.endsWith("/postgres"))) {
            throw new IOException("The database is not among the processes of the platform");
        }
    }

    private static boolean answers(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
