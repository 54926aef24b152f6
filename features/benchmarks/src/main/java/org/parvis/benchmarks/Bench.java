package org.parvis.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.parvis.store.connection.Endpoint;
import org.parvis.store.embedded.EmbeddedServer;
import org.parvis.store.embedded.RefusedException;
import org.parvis.store.embedded.StoreLocation;

/**
 * What the benchmarks share: the options, a folder, and one PostgreSQL server, the product's own with the product's durable
 * settings, in which product and limit get databases of their own. Used by one thread; whoever opened it closes it.
 */
final class Bench implements AutoCloseable {
    private final Options options;
    private final PrintStream notes;
    private @Nullable EmbeddedServer server;
    private @Nullable Endpoint endpoint;

    /** @param notes where what is not a figure is said */
    Bench(Options options, PrintStream notes) throws IOException {
        this.options = options;
        this.notes = notes;
        Files.createDirectories(options.home());
    }

    Options options() {
        return options;
    }

    /** Says something about how it goes, on standard error. */
    void note(String sentence) {
        notes.println("# " + sentence);
    }

    /** Where in the program something failed, for whoever mends it. */
    void trace(Exception failure) {
        failure.printStackTrace(notes);
    }

    /** The server, started when it is first asked for. */
    Endpoint server() throws IOException, RefusedException, InterruptedException {
        if (endpoint == null) {
            Path folder = new StoreLocation(options.home()).choose();
            server = EmbeddedServer.open(folder);
            endpoint = server.start();
        }
        return endpoint;
    }

    /** A fresh, empty database; one of this name from an earlier run is dropped. */
    Endpoint database(String name) throws Exception {
        Endpoint whole = server();
        PlainDatabase.execute(whole, "drop database if exists " + name, "create database " + name);
        return new Endpoint(whole.url().replaceFirst("/parvis$", "/" + name), whole.user(), whole.password());
    }

    /**
     * Has everything written to disk: what one contestant left to be written is not the other's burden. Dropping a database
     * checkpoints, which the login may not ask for directly.
     */
    void settle() throws Exception {
        PlainDatabase.execute(
                server(), "drop database if exists settled", "create database settled", "drop database settled");
    }

    /** Stops the server, for what is measured without it. */
    void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
        server = null;
        endpoint = null;
    }

    @Override
    public void close() throws IOException {
        stopServer();
    }
}
