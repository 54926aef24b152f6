package org.parvis.archetype;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The Maven of this build, run as somebody outside runs it: in a folder of their own and with a repository of their own, which is
 * filled from the one that this build uses, so that nothing is fetched twice.
 */
final class OutsideMaven {
    private static final long PATIENCE_MINUTES = 5;

    private final Path repository;
    private final Path settings;

    OutsideMaven(Path repository, Path folder) throws IOException {
        this.repository = repository;
        this.settings = Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <profiles><profile><id>known</id>
                    <repositories><repository>%s</repository></repositories>
                    <pluginRepositories><pluginRepository>%s</pluginRepository></pluginRepositories>
                  </profile></profiles>
                  <activeProfiles><activeProfile>known</activeProfile></activeProfiles>
                </settings>
                """.replace(
                "%s",
                "<id>known</id><url>"
                        + Path.of(System.getProperty("local.repository")).toUri()
                        + "</url><releases><checksumPolicy>ignore</checksumPolicy></releases>"));
    }

    /** What it printed; fails where it fails. */
    String run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "--global-settings",
                settings.toString(),
                "-Dmaven.repo.local=" + repository));
        if (System.getProperty("offline").endsWith("true")) {
            command.addAll(List.of("--offline", "-Daether.offline.protocols=file"));
        }
        command.addAll(Arrays.asList(arguments));
        Path log = Files.createTempFile(folder, "maven", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        List.of("MAVEN_ARGS", "MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR", "MAVEN_CONFIG", "MAVEN_CMD_LINE_ARGS")
                .forEach(environment::remove);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("MAVEN_OPTS", "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        String said = Files.readString(log, StandardCharsets.UTF_8);
        Files.delete(log);
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", command) + "\n" + said);
        }
        return said;
    }
}
