package org.parvis.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.embedded.EmbeddedServer;
import org.parvis.store.embedded.RefusedException;

/**
 * The one PostgreSQL server of a test JVM: the product's own, with its data in a temporary folder. It ends with the JVM,
 * however that ends: a shell that waits for the end of a pipe from the JVM stops the server and deletes the folder.
 */
final class TestServer {
    private static final String LIFELINE = """
            trap '' INT TERM HUP
            read line
            pid=$(head -n 1 "$0/data/postmaster.pid") && kill -QUIT "$pid"
            tries=0
            while kill -0 "$pid" && test $tries -lt 100; do sleep 0.1; tries=$((tries + 1)); done
            rm -rf "$0"
            """;

    private static TestServer instance;

    private final EmbeddedServer server;
    private volatile Endpoint endpoint;

    private TestServer(EmbeddedServer server) {
        this.server = server;
    }

    /** The server, started by whoever asks first. */
    static synchronized TestServer get() {
        if (instance == null) {
            try {
                Path root = Files.createTempDirectory("parvis-test-store-");
                TestServer started = new TestServer(EmbeddedServer.open(root, binaries()));
                new ProcessBuilder("/bin/sh", "-c", LIFELINE, root.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                started.start();
                instance = started;
            } catch (IOException e) {
                throw new UncheckedIOException("The test server does not start", e);
            } catch (RefusedException e) {
                throw new IllegalStateException("The test server does not start", e);
            }
        }
        return instance;
    }

    /** The programs are unpacked once per machine and account, not once per JVM. */
    static Path binaries() throws IOException {
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir"), "parvis-test-postgres-" + System.getProperty("user.name"));
        Files.createDirectories(folder);
        return folder;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    synchronized void start() {
        try {
            endpoint = server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RefusedException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    synchronized void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    synchronized void kill() {
        try {
            ProcessHandle postmaster = server.postmaster().orElseThrow();
            postmaster.destroyForcibly();
            postmaster.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EmbeddedServer server() {
        return server;
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted", e);
    }
}
