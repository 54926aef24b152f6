package org.parvis.store.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.embedded.EmbeddedServer;
import org.parvis.store.embedded.RefusedException;

/** The server behind the store, as its keeper handles it: one thread at a time. */
interface Server extends AutoCloseable {
    /** Where it answers; {@link IllegalStateException} while it does not run. May be called by any thread. */
    Endpoint endpoint();

    /** Starts it if it does not run and is ours to start. Blocks. */
    void bringUp() throws IOException, RefusedException, InterruptedException;

    /** Done when it has ended; never, as far as we know, if it is not ours. */
    CompletableFuture<?> ended();

    /** Its folder, if it is ours and the folder is known. */
    Optional<Path> folder();

    @Override
    void close() throws IOException;

    /** One that somebody else runs. */
    static Server external(Endpoint endpoint) {
        CompletableFuture<?> never = new CompletableFuture<>();
        return new Server() {
            @Override
            public Endpoint endpoint() {
                return endpoint;
            }

            @Override
            public void bringUp() {
                // Its operator does.
            }

            @Override
            public CompletableFuture<?> ended() {
                return never;
            }

            @Override
            public Optional<Path> folder() {
                return Optional.empty();
            }

            @Override
            public void close() {
                // Its operator does.
            }
        };
    }

    /** The platform's own. */
    static Server embedded(FolderChoice choice) {
        return new Embedded(choice, Optional.empty());
    }

    /** The platform's own, with its programs in a folder that it shares with others. */
    static Server embedded(FolderChoice choice, Path binaries) {
        return new Embedded(choice, Optional.of(binaries));
    }

    /** Says where the folder lies. */
    interface FolderChoice {
        Path choose() throws IOException, RefusedException;
    }

    /** Opens the folder only when it is first brought up, because that is slow and may be refused. */
    final class Embedded implements Server {
        private final FolderChoice choice;
        private final Optional<Path> binaries;
        private final CompletableFuture<?> notYetStarted = new CompletableFuture<>();
        private volatile Optional<EmbeddedServer> server = Optional.empty();

        private Embedded(FolderChoice choice, Optional<Path> binaries) {
            this.choice = choice;
            this.binaries = binaries;
        }

        @Override
        public Endpoint endpoint() {
            return server.flatMap(EmbeddedServer::endpoint)
                    .orElseThrow(() -> new IllegalStateException("PostgreSQL is not running yet"));
        }

        @Override
        public void bringUp() throws IOException, RefusedException, InterruptedException {
            if (server.isEmpty()) {
                Path folder = choice.choose();
                server = Optional.of(EmbeddedServer.open(folder, binaries.orElse(folder)));
            }
            if (server.get().ended().isDone() || server.get().endpoint().isEmpty()) {
                server.get().start();
            }
        }

        @Override
        public CompletableFuture<?> ended() {
            return server.<CompletableFuture<?>>map(EmbeddedServer::ended).orElse(notYetStarted);
        }

        @Override
        public Optional<Path> folder() {
            return server.map(open -> open.data().getParent());
        }

        @Override
        public void close() throws IOException {
            if (server.isPresent()) {
                server.get().close();
            }
        }
    }
}
