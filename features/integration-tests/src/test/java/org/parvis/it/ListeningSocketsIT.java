package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who listens where: the page, the console and the database, on loopback, and nobody else. */
@SharedPlatform
class ListeningSocketsIT {
    private static final String LISTENING = "0A";
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000");

    @Test
    void onlyKnownPortsAreOpenAndOnlyOnLoopback(Platform platform) throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/net/tcp")), "sockets are read from /proc, which is Linux");
        List<Listener> container = listeners(platform.process().pid());
        assertThat(container)
                .as("page and console")
                .extracting(Listener::port)
                .containsExactlyInAnyOrder(platform.httpPort(), platform.sshPort());

        List<Listener> others = new ArrayList<>();
        for (long process : othersOf(platform)) {
            others.addAll(listeners(process));
        }
        assertThat(others)
                .as("the database")
                .extracting(Listener::port)
                .doesNotHaveDuplicates()
                .hasSizeLessThan(2);
        assertThat(Stream.concat(container.stream(), others.stream()))
                .allSatisfy(
                        listener -> assertThat(LOOPBACK).as(listener.toString()).contains(listener.address()));
    }

    /** Descendants, and whoever works in the home: the database may have been started apart. */
    private static Set<Long> othersOf(Platform platform) {
        String data = platform.databaseFolder().toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != platform.process().pid())
                .filter(process -> isDescendant(process, platform.process())
                        || commandLine(process.pid()).contains(data))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private static boolean isDescendant(ProcessHandle process, ProcessHandle ancestor) {
        return ancestor.descendants().anyMatch(process::equals);
    }

    private static String commandLine(long process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process), "cmdline"));
        } catch (IOException ended) {
            return "";
        }
    }

    private static List<Listener> listeners(long process) throws IOException {
        Set<String> sockets = sockets(process);
        List<Listener> listeners = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (Files.isReadable(Path.of(table))) {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split("\\s+");
                    if (fields.length > 9 && fields[3].equals(LISTENING) && sockets.contains(fields[9])) {
                        listeners.add(Listener.of(fields[1]));
                    }
                }
            }
        }
        return listeners;
    }

    /** The inodes of the sockets that a process holds. */
    private static Set<String> sockets(long process) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                String target;
                try {
                    target = Files.readSymbolicLink(descriptor).toString();
                } catch (IOException closed) {
                    continue;
                }
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private record Listener(String address, int port) {
        static Listener of(String text) {
            String[] parts = text.split(":");
            return new Listener(parts[0], Integer.parseInt(parts[1], 16));
        }
    }
}
