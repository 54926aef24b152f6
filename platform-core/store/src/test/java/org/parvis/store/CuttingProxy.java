package org.parvis.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A network between the platform and its database that breaks while a transaction commits: before the request has reached
 * the server, or after it has, so that only the answer is lost. Armed for one commit at a time.
 */
final class CuttingProxy implements AutoCloseable {
    /** Where the connection breaks. */
    enum Cut {
        NOWHERE,
        BEFORE_THE_REQUEST,
        BEFORE_THE_ANSWER
    }

    private final ServerSocket listener;
    private final int server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Cut armed = Cut.NOWHERE;

    CuttingProxy(int server) throws IOException {
        this.server = server;
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        thread("accepting", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    void arm(Cut where) {
        armed = where;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            sockets.addAll(List.of(client, behind));
            // Each connection has its own: the pool may open another one at any moment.
            AtomicBoolean answersAreLost = new AtomicBoolean();
            thread("requests", () -> requests(client, behind, answersAreLost));
            thread("answers", () -> answers(client, behind, answersAreLost));
        }
    }

    private void requests(Socket client, Socket behind, AtomicBoolean answersAreLost) throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = behind.getOutputStream();
        byte[] block = new byte[1 << 16];
        for (int length = in.read(block); length >= 0; length = in.read(block)) {
            boolean commits = holdsCommit(block, length);
            if (commits && armed == Cut.BEFORE_THE_REQUEST) {
                cut(client, behind);
                return;
            }
            answersAreLost.set(commits && armed == Cut.BEFORE_THE_ANSWER);
            out.write(block, 0, length);
            out.flush();
        }
    }

    private void answers(Socket client, Socket behind, AtomicBoolean answersAreLost) throws IOException {
        InputStream in = behind.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] block = new byte[1 << 16];
        for (int length = in.read(block); length >= 0; length = in.read(block)) {
            if (answersAreLost.get()) {
                cut(client, behind);
                return;
            }
            out.write(block, 0, length);
            out.flush();
        }
    }

    private void cut(Socket client, Socket behind) throws IOException {
        armed = Cut.NOWHERE;
        client.close();
        behind.close();
    }

    private static boolean holdsCommit(byte[] block, int length) {
        return new String(block, 0, length, StandardCharsets.ISO_8859_1).contains("COMMIT");
    }

    private interface Pump {
        void run() throws IOException;
    }

    private static void thread(String name, Pump pump) {
        Thread thread = new Thread(
                () -> {
                    try {
                        pump.run();
                    } catch (IOException closed) {
                        // One side has gone, which ends this connection.
                    }
                },
                "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
