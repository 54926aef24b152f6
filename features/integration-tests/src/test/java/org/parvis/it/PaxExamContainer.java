package org.parvis.it;

import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.keepRuntimeFolder;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.Test;
import org.ops4j.pax.exam.ExamSystem;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestAddress;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.ops4j.pax.exam.spi.PaxExamRuntime;

/**
 * Our distribution as Pax Exam boots it, with one probe bundle inside. Pax Exam has no driver for JUnit 5, so its own
 * interface is driven here. Everything that the probe can do is announced before the one installation: a second probe in
 * the same container does not work.
 */
final class PaxExamContainer implements AutoCloseable {
    private static final Path FOLDER = Path.of("target/exam").toAbsolutePath();
    /** For the probe, which runs in the container's home. */
    private static final Path EARLIER_BACKUP =
            Path.of("../../platform-core/archive/src/test/resources/backups/week-0.1.0.backup");

    private static final String LIBRARIES = "lib/jdk9plus/*" + File.pathSeparator + "lib/boot/*";

    private final TestContainer container;
    private final Platform platform;
    private final Map<String, TestAddress> probes;

    private PaxExamContainer(TestContainer container, Platform platform, Map<String, TestAddress> probes) {
        this.container = container;
        this.platform = platform;
        this.probes = probes;
    }

    /** Boots it and installs the class's public methods with JUnit 4's annotation as the probe. */
    static PaxExamContainer boot(Class<?> probe) throws IOException {
        delete(FOLDER);
        int port = freePort();
        ExamSystem system = PaxExamRuntime.createTestSystem(configuration(port));
        TestContainer container = PaxExamRuntime.createContainer(system);
        container.start();
        Path home = unpacked();
        Files.copy(EARLIER_BACKUP, home.resolve(EARLIER_BACKUP.getFileName()));
        Platform platform = new Platform(home, home, port, 0, 0);
        try {
            Awaitility.await("the platform is ready")
                    .atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .until(() -> platform.get("/health/ready").statusCode() == 200);
            TestProbeBuilder builder = system.createProbe();
            Map<String, TestAddress> probes = new TreeMap<>();
            for (Method method : probe.getMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    probes.put(method.getName(), builder.addTest(probe, method.getName()));
                }
            }
            container.installProbe(builder.build().getStream());
            return new PaxExamContainer(container, platform, probes);
        } catch (IOException | RuntimeException failure) {
            container.stop();
            throw failure;
        }
    }

    List<String> probes() {
        return List.copyOf(probes.keySet());
    }

    /** Runs one method of the probe inside. Throws what it throws, wrapped by Pax Exam. */
    void call(String probe) {
        container.call(probes.get(probe));
    }

    LogChecker log() {
        return platform.log();
    }

    @Override
    public void close() throws IOException {
        Path data = platform.databaseFolder();
        container.stop();
        if (!data.startsWith(FOLDER)) {
            delete(data);
        }
    }

    /** The archive as it is, on ports of this test's own; only the bundles of Pax Exam come from another folder. */
    private static Option[] configuration(int port) throws IOException {
        Path archive = Path.of(System.getProperty("parvis.distribution")).toRealPath();
        Path repository = Path.of(System.getProperty("parvis.exam.repository"));
        Option[] container = options(
                karafDistributionConfiguration()
                        .frameworkUrl(archive.toUri().toString())
                        .karafVersion(System.getProperty("karaf.version"))
                        .name("Parvis")
                        .unpackDirectory(FOLDER.toFile())
                        .useDeployFolder(false),
                keepRuntimeFolder(),
                doNotModifyLogConfiguration(),
                configureConsole().ignoreLocalConsole(),
                editConfigurationFilePut("etc/system.properties", "parvis.http.port", Integer.toString(port)),
                editConfigurationFilePut("etc/system.properties", "parvis.ssh.port", Integer.toString(freePort())),
                // The probe makes its releases itself, and nobody signs them.
                editConfigurationFilePut("etc/org.parvis.installer.cfg", "unsigned", "true"),
                editConfigurationFilePut(
                        "etc/org.ops4j.pax.url.mvn.cfg",
                        "org.ops4j.pax.url.mvn.defaultRepositories",
                        repository.toUri() + "@id=exam"));
        return Stream.of(container, javaOptions()).flatMap(Arrays::stream).toArray(Option[]::new);
    }

    /** As in bin/karaf and bin/setenv; Pax Exam starts the JVM itself. */
    private static Option[] javaOptions() {
        String karaf = System.getProperty("karaf.version");
        return Stream.of(
                        "-XX:+UseSerialGC",
                        "-Xmx384m",
                        "-Djava.security.manager=allow",
                        "-Djava.awt.headless=true",
                        "--add-reads=java.xml=java.logging",
                        "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
                        "--patch-module",
                        "java.base=lib/endorsed/org.apache.karaf.specs.locator-" + karaf + ".jar",
                        "--patch-module",
                        "java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + karaf + ".jar",
                        "--add-opens=java.base/java.security=ALL-UNNAMED",
                        "--add-opens=java.base/java.net=ALL-UNNAMED",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-opens=java.base/java.util=ALL-UNNAMED",
                        "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
                        "--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
                        "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
                        "--add-exports=jdk.naming.rmi/com.sun.jndi.url.rmi=ALL-UNNAMED",
                        "-classpath",
                        LIBRARIES)
                .map(option -> (Option) vmOption(option))
                .toArray(Option[]::new);
    }

    /** Pax Exam unpacks into a folder with a name of its own choice. */
    private static Path unpacked() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER, 3)) {
            return files.filter(
                            file -> file.endsWith("etc/custom.properties") || file.endsWith("etc/system.properties"))
                    .map(file -> file.getParent().getParent())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
