package org.parvis.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of the script {@code parvis} that a shell can run alone. */
class LauncherScriptTest {
    private static final Path SCRIPT = Path.of("../../parvis");

    private static String function(String name) throws Exception {
        String script = Files.readString(SCRIPT);
        int begin = script.indexOf("\n" + name + "() {");
        return script.substring(begin, script.indexOf("\n}\n", begin) + 3);
    }

    /** Ctrl-C makes the script ignore further signals while it stops what runs, and that takes longer than two seconds. */
    @Test
    void aProgressLineEndsWithItsWorkWhereSignalsAreIgnored() throws Exception {
        String script = function("progress") + "trap '' INT TERM HUP\nprogress stopping sleep 3\necho stopped\n";
        Process process =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("stopping ...")
                    .endsWith("stopped\n");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Whoever signs has no class path to write: the jars of the platform are found, whatever their versions are. */
    @Test
    void signingFindsTheClassesOfThePlatform(@TempDir Path platform) throws Exception {
        List<Path> jars = List.of(
                platform.resolve("system/org/parvis/installer/9.9/installer-9.9.jar"),
                platform.resolve("system/org/parvis/model/9.9/model-9.9.jar"),
                platform.resolve("system/org/apache/felix/org.apache.felix.framework/7/framework-7.jar"));
        for (Path jar : jars) {
            Files.createDirectories(jar.getParent());
            Files.createFile(jar);
        }
        String script = "find_java() { JAVA=echo; }\nin_repository() { false; }\nunpack() { PLATFORM='" + platform
                + "'; }\n" + function("sign_network") + "sign_network sign 'my key.key' net.jar\n";
        Process process =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains(platform + "/lib/parvis/*:", "SigningMain sign my key.key net.jar");
        assertThat(jars).allSatisfy(jar -> assertThat(said).contains(jar.toString()));
    }
}
