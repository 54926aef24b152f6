package org.parvis.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What service managers and containers are given, as far as it can be tried without either. */
class ServiceFilesTest {
    private static final Path DISTRIBUTION = Path.of("../distribution");
    private static final Path UNIT = DISTRIBUTION.resolve("src/main/resources/service/parvis.service");
    private static final Path HEALTHCHECK = DISTRIBUTION.resolve("src/main/docker/healthcheck");

    /** How long the launcher waits for platform and database to stop, see {@code stop_all}. */
    private static final int STOP_SECONDS = 60;

    private static String setting(String name) throws Exception {
        Matcher found = Pattern.compile("(?m)^" + name + "=(.*)$").matcher(Files.readString(UNIT));
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    private record Ended(int code, String output) {}

    private static Ended run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @Test
    void theUnitIsUnderstoodBySystemd(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd-analyze is not here");
        String unit = Files.readString(UNIT)
                .replace("/opt/parvis/bin/parvis", "/bin/sh")
                .replaceAll("=parvis\n", "=root\n");
        Path copy = Files.writeString(folder.resolve("parvis.service"), unit);
        Ended verified = run("/usr/bin/systemd-analyze", "verify", copy.toString());
        assertThat(verified.output().lines().filter(line -> line.contains("parvis.service")))
                .as(verified.output())
                .isEmpty();
    }

    @Test
    void theServiceRunsAsNobodySpecialAndIsGivenTheTimeToStop() throws Exception {
        assertThat(setting("User")).isEqualTo("parvis");
        assertThat(setting("NoNewPrivileges")).isEqualTo("yes");
        assertThat(setting("CapabilityBoundingSet")).isEmpty();
        assertThat(setting("KillMode"))
                .as("the database stops after the platform")
                .isEqualTo("mixed");
        assertThat(Integer.parseInt(setting("TimeoutStopSec"))).isGreaterThan(STOP_SECONDS);
        assertThat(setting("ExecStart")).contains("run --home /var/lib/" + setting("StateDirectory") + " ");
        assertThat(Files.readString(Path.of("../../parvis"))).contains("EXIT_USAGE=2 EXIT_JAVA=3", "EXIT_STATE=7");
        assertThat(setting("RestartPreventExitStatus").split(" ")).contains("2", "3", "7");
    }

    /** The instructions of the last stage: those of the image. */
    private static List<String> image() throws Exception {
        String text = Files.readString(DISTRIBUTION.resolve("Dockerfile")).replaceAll("\\\\\n\\s*", "");
        List<String> instructions = new ArrayList<>();
        for (String line :
                text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
            assertThat(line).matches("(FROM|RUN|COPY|ENV|USER|VOLUME|EXPOSE|STOPSIGNAL|HEALTHCHECK|ENTRYPOINT) .+");
            if (line.startsWith("FROM ")) {
                assertThat(line).as("a version is named").matches("FROM \\S+:\\d\\S*( AS \\w+)?");
                instructions.clear();
            }
            copied(line);
            instructions.add(line);
        }
        return instructions;
    }

    private static void copied(String line) throws Exception {
        if (!line.startsWith("COPY ") || line.contains("--from=")) {
            return;
        }
        String source = line.replaceAll("COPY (--\\S+ )*", "").split(" ")[0];
        if (source.startsWith("target/")) {
            assertThat(Files.readString(DISTRIBUTION.resolve("pom.xml")))
                    .contains("<artifactId>distribution</artifactId>");
            assertThat(source).isEqualTo("target/distribution-*.tar.gz");
        } else {
            assertThat(DISTRIBUTION.resolve(source)).exists();
        }
    }

    private static String only(List<String> instructions, String name) {
        List<String> found = instructions.stream()
                .filter(line -> line.startsWith(name + " "))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0).substring(name.length() + 1);
    }

    @Test
    void theImageRunsAsAnAccountOfItsOwnWithItsDataInAVolume() throws Exception {
        List<String> image = image();
        String volume = only(image, "VOLUME");
        assertThat(only(image, "USER")).matches("[1-9]\\d*:[1-9]\\d*");
        assertThat(only(image, "ENTRYPOINT"))
                .contains("\"--home\", \"" + volume + "\"", "\"run\"")
                .doesNotContain("--detach");
        assertThat(only(image, "HEALTHCHECK"))
                .contains("\"/usr/local/bin/healthcheck\", \"" + only(image, "EXPOSE") + "\"");
        assertThat(image.indexOf("USER " + only(image, "USER"))).isLessThan(image.size() - 1);
        assertThat(image.subList(image.indexOf("USER " + only(image, "USER")), image.size()))
                .as("nothing is run as root after the account was taken on, nor is root taken back")
                .noneMatch(line -> line.startsWith("RUN ") || line.startsWith("COPY "));
        assertThat(image)
                .as("no secret in an image")
                .noneMatch(line -> line.matches("(?i)ENV .*(secret|token|password).*"));
        assertThat(Files.readString(DISTRIBUTION.resolve("src/main/resources/bin/setenv")))
                .contains("PARVIS_HOST");
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1", "404, 1"})
    void theContainerIsHealthyWhileThePlatformIsReady(int status, int code) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not here");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/health/ready", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            String port = Integer.toString(server.getAddress().getPort());
            assertThat(run("/bin/bash", HEALTHCHECK.toString(), port).code()).isEqualTo(code);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whereNothingListensItIsNotHealthy() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not here");
        assertThat(run("/bin/bash", HEALTHCHECK.toString(), "1").code()).isEqualTo(1);
    }
}
