package org.parvis.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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
}
