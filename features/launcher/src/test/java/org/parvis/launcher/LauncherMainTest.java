package org.parvis.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherMainTest {
    @TempDir
    Path folder;

    @Test
    void keysAreMadeOnceAndReadableByTheirOwnerOnly() throws Exception {
        assertThat(LauncherMain.run(List.of("keys", folder.toString()))).isZero();
        String host = Files.readString(folder.resolve("host.key"));
        String console = Files.readString(folder.resolve("console.key"));

        assertThat(LauncherMain.run(List.of("keys", folder.toString()))).isZero();

        assertThat(Files.readString(folder.resolve("host.key"))).isEqualTo(host).startsWith("-----BEGIN PRIVATE KEY");
        assertThat(Files.readString(folder.resolve("console.key"))).isEqualTo(console);
        for (String name : List.of("host.key", "console.key", "keys.properties")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
                    .as(name)
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(ConsoleKeys.hostPublicKey(folder).getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void aPortThatSomebodyListensOnIsTaken() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
        }
        assertThat(Ports.isFree(Ports.free())).isTrue();
    }

    @Test
    void aProcessThatEndedIsNotWaitedFor() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        int outcome = Readiness.await(
                URI.create("http://127.0.0.1:1/"), Duration.ofMinutes(5), ended.pid(), folder.resolve("none.log"));
        assertThat(outcome).isEqualTo(Outcome.FAILED);
    }

    @Test
    void aRefusedFeatureIsNotWaitedForButAnOldRefusalIsForgotten() throws Exception {
        Path log = folder.resolve("karaf.log");
        Files.writeString(log, "ERROR Error installing boot features\n");
        long self = ProcessHandle.current().pid();
        long begun = System.nanoTime();
        Readiness.await(URI.create("http://127.0.0.1:1/"), Duration.ofSeconds(1), self, log);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatTheContainerAddsToAFileIsNobodysChange() throws Exception {
        Path shipped =
                Files.writeString(folder.resolve("shipped.cfg"), "# a comment\n\nkey = value\nother = \\\n    two\n");
        Path file = folder.resolve("file.cfg");
        String verb = "left-alone";
        Files.copy(shipped, file);
        assertThat(LauncherMain.run(List.of(verb, file.toString(), shipped.toString())))
                .isEqualTo(Outcome.DONE);
        Files.writeString(
                file, Files.readString(shipped) + "felix.fileinstall.filename = file:/srv/parvis/etc/file.cfg\n");
        assertThat(LauncherMain.run(List.of(verb, file.toString(), shipped.toString())))
                .isEqualTo(Outcome.DONE);
        for (String changed : List.of(
                Files.readString(file).replace("key = value", "key = mine"),
                Files.readString(file).replace("# a comment", "# my comment"),
                Files.readString(file).replace("\n\nkey", "\nkey"),
                Files.readString(file) + "mine = 1\n")) {
            Files.writeString(file, changed);
            assertThat(LauncherMain.run(List.of(verb, file.toString(), shipped.toString())))
                    .as(changed)
                    .isEqualTo(Outcome.FAILED);
        }
    }

    @Test
    void anUnknownVerbIsAWrongUsage() {
        assertThat(LauncherMain.run(List.of("dance"))).isEqualTo(Outcome.USAGE);
        assertThat(LauncherMain.run(List.of())).isEqualTo(Outcome.USAGE);
    }
}
