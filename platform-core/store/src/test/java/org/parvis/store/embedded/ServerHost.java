package org.parvis.store.embedded;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A JVM of its own that runs a server until it is killed; tells its parent where it answers. */
final class ServerHost {
    private ServerHost() {}

    /** Arguments: the store's folder, the folder of the programs. Reads its input to its end, then stops the server. */
    public static void main(String[] arguments) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.open(Path.of(arguments[0]), Path.of(arguments[1]))) {
            var endpoint = server.start();
            System.out.write((endpoint.url() + " " + endpoint.password() + " "
                            + server.postmaster().orElseThrow().pid() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            System.out.flush();
            while (System.in.read() >= 0) {
                // Waits to be killed, or told to end.
            }
        }
    }
}
