package org.parvis.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Runs one console command over ssh and passes on what it prints and its exit code. The host must prove itself by the key
 * of this home: another process on the same port is refused.
 */
final class Console {
    private static final Duration TO_CONNECT = Duration.ofSeconds(15);

    private Console() {}

    /** Prints what the command prints. */
    static int execute(Path etc, int port, String command) throws IOException {
        return execute(etc, port, command, System.out);
    }

    static int execute(Path etc, int port, String command, OutputStream out) throws IOException {
        KeyPair identity = privateKey(etc.resolve(ConsoleKeys.CONSOLE_KEY));
        PublicKey host = ConsoleKeys.hostPublicKey(etc);
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((session, address, key) -> KeyUtils.compareKeys(host, key));
            // Nothing of the person who calls: no agent, no keys or settings of their home.
            client.setKeyIdentityProvider(null);
            client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            client.start();
            try (ClientSession session = client.connect(ConsoleKeys.USER, "127.0.0.1", port)
                    .verify(TO_CONNECT)
                    .getSession()) {
                session.addPublicKeyIdentity(identity);
                session.auth().verify(TO_CONNECT);
                return run(session, command, out);
            }
        }
    }

    private static int run(ClientSession session, String command, OutputStream out) throws IOException {
        try (ChannelExec channel = session.createExecChannel(command)) {
            // The server ends a session whose input ends, before the command has answered: keep it open.
            channel.setIn(new OpenInput());
            channel.setOut(out);
            channel.setErr(System.err);
            channel.open().verify(TO_CONNECT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.CLOSED), Duration.ZERO);
            channel.waitFor(EnumSet.of(ClientChannelEvent.EOF, ClientChannelEvent.CLOSED), Duration.ofSeconds(2));
            out.flush();
            Integer status = channel.getExitStatus();
            if (status == null) {
                throw new IOException("the platform ended the session before the command answered");
            }
            return status;
        }
    }

    private static KeyPair privateKey(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, null)
                    .iterator()
                    .next();
        } catch (GeneralSecurityException broken) {
            throw new IOException("cannot read the key " + file, broken);
        }
    }

    /** Input without bytes and without an end, until it is closed. */
    private static final class OpenInput extends InputStream {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() {
            try {
                closed.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return -1;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
