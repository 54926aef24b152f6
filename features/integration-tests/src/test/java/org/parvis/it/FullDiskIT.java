package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without room: one sentence, one exit code, and nothing runs. */
@SharedPlatform
class FullDiskIT {
    private static final int DISK_FULL = 6;

    @TempDir
    Path folder;

    private Path disk;

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            run("umount", "--lazy", disk.toString());
        }
    }

    @Test
    void aDiskThatIsTooSmallIsSaidBeforeAnythingStarts(Platform platform) throws Exception {
        mount("size=64m");
        refusesToStart(platform, "MB free");
    }

    /** There is room for bytes, but for few files: the first look finds nothing wrong. */
    @Test
    void aDiskThatFillsUpWhileStartingLeavesNothingRunning(Platform platform) throws Exception {
        mount("size=2g,nr_inodes=30");
        refusesToStart(platform, "disk is full");
    }

    private void refusesToStart(Platform platform, String sentence) throws Exception {
        Path home = disk.resolve("home");
        Result result = run(
                platform.launcher().toString(),
                "run",
                "--detach",
                "--home",
                home.toString(),
                "--port",
                "" + freePort());
        assertThat(result.status).as(result.output).isEqualTo(DISK_FULL);
        assertThat(result.output.strip().lines()).hasSize(1);
        assertThat(result.output).startsWith("parvis: ").contains(sentence);
        assertThat(home.resolve("run/platform.json")).doesNotExist();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(home.toString())))
                .isEmpty();
    }

    private void mount(String options) throws Exception {
        Path point = Files.createDirectory(folder.resolve("disk"));
        Result mounted = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", point.toString());
        assumeTrue(mounted.status == 0, "no small disk can be mounted here: " + mounted.output);
        disk = point;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private record Result(int status, String output) {}

    private static Result run(String... command) throws Exception {
        Path output = Files.createTempFile("parvis-disk", ".txt");
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
