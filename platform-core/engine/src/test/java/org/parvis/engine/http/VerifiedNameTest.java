package org.parvis.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;

/** The connection goes to the address that was checked while TLS verifies the name that was asked for. */
@Timeout(30)
class VerifiedNameTest {
    private static final String PASSWORD = "password";

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool(NamedThreads.factory("tls-server"));
    private final AtomicInteger requests = new AtomicInteger();
    private SSLServerSocket server;
    private OutboundClient client;

    @BeforeEach
    void start() throws Exception {
        Path store = folder.resolve("keys.p12");
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=api.test.example",
                        "-ext",
                        "san=dns:api.test.example",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start()
                .waitFor();
        assertThat(exit).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
        client = client(keys);
    }

    private OutboundClient client(KeyStore trusted) throws Exception {
        SslContextFactory.Client tls = new SslContextFactory.Client();
        if (trusted != null) {
            tls.setTrustStore(trusted);
        }
        int port = server.getLocalPort();
        return new OutboundClient(
                TrustedOrigins.of(List.of("https://api.test.example:" + port, "https://other.test.example:" + port)),
                host -> List.of(InetAddress.getLoopbackAddress()),
                tls);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                InputStream in = connection.getInputStream();
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int next = in.read();
                    if (next < 0) {
                        throw new IOException("closed");
                    }
                    head.append((char) next);
                }
                requests.incrementAndGet();
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // a refused handshake, or the end of the test
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void theNameOfTheCertificateIsAccepted() throws Exception {
        assertThat(client.send(request("api.test.example", false)).text()).isEqualTo("ok");
    }

    @Test
    void anotherNameAtTheSameAddressIsRefusedBeforeAnythingIsSent() {
        for (boolean changing : List.of(false, true)) {
            NetworkException failure = catchThrowableOfType(
                    NetworkException.class, () -> client.send(request("other.test.example", changing)));

            assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
            assertThat(failure).hasMessageContaining("TLS");
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void aCertificateNobodyTrustsIsRefused() throws Exception {
        OutboundClient suspicious = client(null);

        NetworkException failure =
                catchThrowableOfType(NetworkException.class, () -> suspicious.send(request("api.test.example", true)));
        suspicious.close();

        assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(requests).hasValue(0);
    }

    private OutboundRequest request(String host, boolean changing) {
        URI address = URI.create("https://" + host + ":" + server.getLocalPort() + "/");
        HttpRequest request = changing
                ? HttpRequest.changing("posts.create", "POST", address)
                        .json(new byte[] {'{', '}'})
                        .build()
                : HttpRequest.get("read", address).build();
        return new OutboundRequest(
                request, HostRules.of(Set.of("*.test.example")), Deadline.after(Duration.ofSeconds(5)), () -> {});
    }
}
