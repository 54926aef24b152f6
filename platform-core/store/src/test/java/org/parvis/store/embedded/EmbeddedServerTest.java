package org.parvis.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parvis.store.connection.Endpoint;

class EmbeddedServerTest {
    private Path root;
    private Path binaries;
    private Optional<EmbeddedServer> open = Optional.empty();
    private final List<Process> hosts = new ArrayList<>();

    @BeforeEach
    void folders() throws IOException {
        root = Files.createTempDirectory("parvis-server-").toRealPath();
        binaries = Path.of(
                System.getProperty("java.io.tmpdir"), "parvis-test-postgres-" + System.getProperty("user.name"));
        Files.createDirectories(binaries);
    }

    @AfterEach
    void nothingStaysBehind() throws Exception {
        for (Process host : hosts) {
            host.destroyForcibly().waitFor();
        }
        if (open.isPresent()) {
            open.get().close();
        }
        Folders.delete(root);
    }

    @Test
    void whatIsAcknowledgedIsOnDiskWhateverTheDataFolderSays() throws Exception {
        open().start();
        open.get().stop();
        Files.writeString(
                open.get().data().resolve("postgresql.auto.conf"),
                "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
        Endpoint endpoint = open.get().start();
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
            assertThat(ask(endpoint, "show " + setting)).as(setting).isEqualTo("on");
        }
    }

    @Test
    void aRunningServerKeepsToItself() throws Exception {
        Endpoint endpoint = open().start();
        isSmallAndSpeaksUnicode(endpoint);
        listensOnThisMachineOnly(endpoint);
        letsOnlyTheLoginInWhichIsNoSuperuser(endpoint);
        nobodyElseReadsThePasswordOrTheData();
    }

    private static void isSmallAndSpeaksUnicode(Endpoint endpoint) throws SQLException {
        assertThat(ask(endpoint, "show shared_buffers")).isEqualTo("64MB");
        assertThat(ask(endpoint, "show jit")).isEqualTo("off");
        assertThat(ask(endpoint, "show server_encoding")).isEqualTo("UTF8");
        assertThat(ask(endpoint, "select lower('ÅÉÜ')")).isEqualTo("åéü");
    }

    private static void listensOnThisMachineOnly(Endpoint endpoint) throws IOException, SQLException {
        assertThat(ask(endpoint, "show listen_addresses")).isEqualTo("127.0.0.1");
        int port = URI.create(endpoint.url().substring("jdbc:".length())).getPort();
        assertThat(Path.of("/tmp/.s.PGSQL." + port)).doesNotExist();
        for (var address : NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> !each.isLoopbackAddress())
                .toList()) {
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, port), 1000))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    private static void letsOnlyTheLoginInWhichIsNoSuperuser(Endpoint endpoint) throws SQLException {
        assertThat(ask(endpoint, "select rolsuper::text from pg_roles where rolname = current_user"))
                .isEqualTo("false");
        assertThatThrownBy(() -> ask(new Endpoint(endpoint.url(), "parvis", "guess"), "select 1"))
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> ask(new Endpoint(endpoint.url(), "postgres", endpoint.password()), "select 1"))
                .hasMessageContaining("password authentication failed");
        assertThat(endpoint.toString()).doesNotContain(endpoint.password());
    }

    private void nobodyElseReadsThePasswordOrTheData() throws IOException {
        assertThat(mode(root.resolve("password"))).isEqualTo("rw-------");
        assertThat(mode(root.resolve("data"))).isEqualTo("rwx------");
        assertThat(mode(root.resolve("log"))).isEqualTo("rwx------");
    }

    @Test
    void aLostPasswordFileIsReplaced() throws Exception {
        Endpoint before = open().start();
        open.get().stop();
        Files.delete(root.resolve("password"));
        Endpoint after = open.get().start();
        assertThat(after.password()).isNotEqualTo(before.password());
        assertThat(ask(after, "select 1")).isEqualTo("1");
    }

    @Test
    void asRootItRunsUnderAnAccountWithoutRights() throws Exception {
        assumeTrue(ServerAccount.isRoot(), "this process is not root");
        open().start();
        Path process = Path.of(
                "/proc", Long.toString(open.get().postmaster().orElseThrow().pid()));
        assertThat((Integer) Files.getAttribute(process, "unix:uid")).isNotZero();
        assertThat((Integer) Files.getAttribute(root.resolve("data"), "unix:uid"))
                .isNotZero();
    }

    @Test
    void everyWayToBecomeAnotherAccountLeadsThere() throws Exception {
        assumeTrue(ServerAccount.isRoot(), "this process is not root");
        for (ServerAccount.Switch each : ServerAccount.Switch.values()) {
            ServerAccount account = ServerAccount.forData(root.resolve("data"), List.of(each));
            Process process = new ProcessBuilder(
                            account.command(List.of("/bin/sh", "-c", "id -u; id -G; echo \"$0\"", "a b")))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output.lines().toList())
                    .as(each.name())
                    .doesNotContain("0")
                    .contains("a b");
        }
    }

    @Test
    void asAnOrdinaryUserItRunsDirectly() throws Exception {
        assumeTrue(ServerAccount.isRoot(), "only root can become an ordinary user here");
        ServerAccount nobody = ServerAccount.forData(root.resolve("data"));
        Path home = Files.createDirectory(root.resolve("home"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        String classes = readableClassPath(home);
        nobody.own(home);
        Host host = host(nobody, classes, home.resolve("store"), home);
        assertThat(ask(host.endpoint, "select 'works'")).isEqualTo("works");
        int owner = (Integer) Files.getAttribute(Path.of("/proc", Long.toString(host.postmaster)), "unix:uid");
        assertThat(owner)
                .isEqualTo((Integer) Files.getAttribute(home, "unix:uid"))
                .isNotZero();
        ProcessHandle postmaster = ProcessHandle.of(host.postmaster).orElseThrow();
        host.process.getOutputStream().close();
        assertThat(host.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(postmaster.isAlive()).isFalse();
    }

    @Test
    void whatAKilledProcessLeftRunningIsStoppedAndItsDataAreThere() throws Exception {
        Host host = host(null, System.getProperty("java.class.path"), root, binaries);
        run(host.endpoint, "create table kept (word text)");
        run(host.endpoint, "insert into kept values ('acknowledged')");
        host.process.destroyForcibly().waitFor();
        ProcessHandle left = ProcessHandle.of(host.postmaster).orElseThrow();
        assertThat(left.isAlive()).isTrue();

        Endpoint endpoint = open().start();
        assertThat(left.isAlive()).isFalse();
        assertThat(ask(endpoint, "select word from kept")).isEqualTo("acknowledged");
    }

    @Test
    void theFolderBelongsToOneProcessAtATime() throws Exception {
        host(null, System.getProperty("java.class.path"), root, binaries);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> EmbeddedServer.open(root, binaries))
                .withMessageContaining("Another Parvis process");
    }

    @Test
    void aKilledServerStartsAgainWithWhatItAcknowledged() throws Exception {
        Endpoint endpoint = open().start();
        run(endpoint, "create table kept (word text)");
        run(endpoint, "insert into kept values ('acknowledged')");
        try (Connection busy = connect(endpoint)) {
            // A backend that is busy outlives its server for a while, and must not keep the next one from starting.
            Thread query = new Thread(
                    () -> {
                        try (Statement statement = busy.createStatement()) {
                            statement.execute("select count(*) from generate_series(1, 2000000000)");
                        } catch (SQLException expected) {
                            // It is killed.
                        }
                    },
                    "busy query");
            query.start();
            await().until(() -> ask(
                            endpoint,
                            "select count(*)::text from pg_stat_activity where query like '%generate_series(1%'")
                    .equals("2"));
            open.get().postmaster().orElseThrow().destroyForcibly();
            open.get().ended().get(5, TimeUnit.SECONDS);
            Endpoint again = open.get().start();
            assertThat(ask(again, "select word from kept")).isEqualTo("acknowledged");
            query.join();
        }
    }

    @Test
    void aProcessThatOnlyBearsTheNumberIsLeftAlone() throws Exception {
        open().start();
        open.get().stop();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        hosts.add(stranger);
        Files.writeString(
                PostmasterFile.in(open.get().data()),
                stranger.pid() + "\n" + open.get().data() + "\n1\n5432\n\n127.0.0.1\n1 1\nready   \n");
        Endpoint endpoint = open.get().start();
        assertThat(ask(endpoint, "select 1")).isEqualTo("1");
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void dataOfAnotherMajorVersionAreRefusedWithTheWayToMoveThem() throws Exception {
        open().start();
        open.get().stop();
        Files.writeString(open.get().data().resolve("PG_VERSION"), "17\n");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> open.get().start())
                .withMessageContaining("PostgreSQL 17, this release brings 18")
                .withMessageContaining("social:backup")
                .withMessageContaining("social:restore");
        Files.writeString(open.get().data().resolve("PG_VERSION"), "18\n");
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedInOneSentence() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "in the way");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> EmbeddedServer.open(file.resolve("store"), binaries))
                .withMessageContaining("cannot be written")
                .withMessageContaining("data.dir");
    }

    @Test
    void aHalfMadeDataFolderIsMadeAnew() throws Exception {
        Files.createDirectories(root.resolve("data.new/base"));
        assertThat(ask(open().start(), "select 1")).isEqualTo("1");
        assertThat(root.resolve("data.new")).doesNotExist();
    }

    @Test
    void whyItDoesNotStartIsSaidInOneSentence() throws Exception {
        open().start();
        open.get().stop();
        Files.writeString(open.get().data().resolve("postgresql.auto.conf"), "no_such_setting = 1\n");
        assertThatThrownBy(() -> open.get().start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PostgreSQL did not start: ")
                .hasMessageContaining("FATAL");
    }

    private EmbeddedServer open() throws IOException, RefusedException {
        open = Optional.of(EmbeddedServer.open(root, binaries));
        return open.get();
    }

    private record Host(Process process, Endpoint endpoint, long postmaster) {}

    private Host host(@Nullable ServerAccount account, String classPath, Path folder, Path programs)
            throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                ServerHost.class.getName(),
                folder.toString(),
                programs.toString());
        Process process = new ProcessBuilder(account == null ? command : account.command(command))
                .directory(new File("/"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        hosts.add(process);
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        assertThat(line).as("the other process' answer").isNotNull();
        String[] words = line.split(" ");
        return new Host(process, new Endpoint(words[0], "parvis", words[1]), Long.parseLong(words[2]));
    }

    /** The class path may lie in a home that an ordinary user cannot enter. */
    private static String readableClassPath(Path home) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            Path target = home.resolve("classes-" + entries.size());
            if (Files.isDirectory(source)) {
                try (var tree = Files.walk(source)) {
                    for (Path each : tree.toList()) {
                        Files.copy(each, target.resolve(source.relativize(each).toString()));
                    }
                }
            } else if (Files.exists(source)) {
                Files.copy(source, target);
            }
            entries.add(target.toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Connection connect(Endpoint endpoint) throws SQLException {
        return DriverManager.getConnection(endpoint.url(), endpoint.user(), endpoint.password());
    }

    private static String ask(Endpoint endpoint, String query) throws SQLException {
        try (Connection connection = connect(endpoint);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void run(Endpoint endpoint, String sql) throws SQLException {
        try (Connection connection = connect(endpoint);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
