package org.parvis.store.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.parvis.store.connection.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL server as a child process over one folder. At most one process of the platform holds the folder (a file
 * lock), at most one server runs over its data: one left behind by a killed process is stopped before a new one starts.
 *
 * <p>All methods block; they are called by one thread at a time. Whoever opened it closes it, which stops the server.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);

    /** Recovery after a crash may take long; as long as the process lives it is waited for, up to this. */
    private static final Duration READY = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofMillis(20);

    /**
     * Given on the command line, where no file in the data folder can override them. The first three are the promise that
     * what was acknowledged survives a power cut; the others keep the server small and quiet. Statement errors stay out
     * of its log on purpose: they quote data.
     */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "40"),
            Map.entry("shared_buffers", "64MB"),
            Map.entry("effective_cache_size", "512MB"),
            Map.entry("maintenance_work_mem", "64MB"),
            Map.entry("max_wal_size", "512MB"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("max_worker_processes", "2"),
            Map.entry("max_parallel_workers_per_gather", "0"),
            Map.entry("autovacuum_max_workers", "2"),
            Map.entry("io_method", "sync"),
            Map.entry("jit", "off"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("client_connection_check_interval", "5s"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_min_messages", "log"),
            Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_checkpoints", "off"));

    private final FileChannel lockFile;
    private final ServerPrograms programs;
    private final DataFolder folder;
    private final ServerProcesses processes;
    private Optional<Process> running = Optional.empty();
    private CompletableFuture<?> ended = CompletableFuture.completedFuture(null);
    private volatile Optional<Endpoint> endpoint = Optional.empty();

    private EmbeddedServer(Path root, Path binaries, FileChannel lockFile) throws IOException, RefusedException {
        this.lockFile = lockFile;
        Path data = root.resolve("data");
        ServerAccount account = ServerAccount.forData(data);
        Path logs = root.resolve("log");
        Folders.create(logs, Folders.OWNER_ONLY);
        PostgresBinaries unpacked = PostgresBinaries.unpack(binaries);
        if (binaries.equals(root)) {
            DataFolder.deleteOtherBinaries(root, unpacked);
        }
        programs = new ServerPrograms(unpacked, account, logs);
        folder = new DataFolder(root, programs);
        processes = new ServerProcesses(data);
    }

    /** Takes possession of {@code root}; the programs are unpacked into it. Nothing runs yet. */
    public static EmbeddedServer open(Path root) throws IOException, RefusedException {
        return open(root, root);
    }

    /** As {@link #open(Path)}, with the programs in {@code binaries}, which several servers may share. */
    public static EmbeddedServer open(Path root, Path binaries) throws IOException, RefusedException {
        Path canonical;
        try {
            Folders.create(root, Folders.TRAVERSABLE);
            canonical = root.toRealPath();
        } catch (IOException e) {
            throw new RefusedException(
                    "The store's folder " + root + " cannot be written (" + e + "). Give this account"
                            + " the right to, or set data.dir in org.parvis.store.",
                    e);
        }
        FileChannel lockFile = lock(canonical);
        try {
            return new EmbeddedServer(canonical, binaries.equals(root) ? canonical : binaries.toRealPath(), lockFile);
        } catch (IOException | RefusedException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    /**
     * Starts the server and returns once it answers.
     *
     * @throws IOException if it did not start; another try may help
     * @throws RefusedException if a person must change something first
     */
    public Endpoint start() throws IOException, RefusedException, InterruptedException {
        endpoint = Optional.empty();
        stopWhatIsLeft();
        String password = folder.prepare();
        int port = freePort();
        Process process = programs.start(folder.path(), arguments(port));
        running = Optional.of(process);
        ended = process.onExit();
        awaitReady(process);
        Endpoint started = Endpoint.local(port, DataFolder.LOGIN, DataFolder.LOGIN, password);
        endpoint = Optional.of(started);
        LOG.info(
                "PostgreSQL {} runs as {} on port {} of this machine, data in {}",
                programs.version(),
                programs.account().name(),
                port,
                folder.path());
        return started;
    }

    /** Where the server answers, empty while it does not run. */
    public Optional<Endpoint> endpoint() {
        return endpoint;
    }

    /** Done when the process of the last start has ended; at once if there was no start yet. */
    public CompletableFuture<?> ended() {
        return ended;
    }

    /** The server's own process, which is not this process' child where the account was entered through a helper. */
    public Optional<ProcessHandle> postmaster() throws IOException {
        return processes.postmaster();
    }

    /** The folder with the data. */
    public Path data() {
        return folder.path();
    }

    /** Stops the server cleanly; open transactions are rolled back. */
    public void stop() throws IOException, InterruptedException {
        endpoint = Optional.empty();
        stopWhatIsLeft();
        running = Optional.empty();
    }

    /** Stops the server and lets go of the folder. */
    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while stopping PostgreSQL; the next start stops it", e);
        } finally {
            lockFile.close();
        }
    }

    private void stopWhatIsLeft() throws IOException, InterruptedException {
        Optional<ProcessHandle> left = processes.postmaster();
        if (left.isPresent()) {
            if (running.isEmpty()) {
                LOG.info(
                        "Stopping PostgreSQL (process {}) that an earlier start left over {}",
                        left.get().pid(),
                        folder.path());
            }
            try {
                programs.stop(folder.path());
            } catch (IOException e) {
                LOG.warn(
                        "PostgreSQL (process {}) did not stop when asked, so it is killed: {}",
                        left.get().pid(),
                        e.getMessage());
                left.get().destroyForcibly();
            }
            awaitEnd(left.get());
        }
        for (ProcessHandle backend : processes.backends()) {
            backend.destroyForcibly();
            awaitEnd(backend);
        }
        if (running.isPresent() && running.get().isAlive()) {
            running.get().destroyForcibly();
            awaitEnd(running.get().toHandle());
        }
        // Whatever process has the number in it now, it is none of ours.
        Files.deleteIfExists(PostmasterFile.in(folder.path()));
    }

    private static void awaitEnd(ProcessHandle process) throws IOException, InterruptedException {
        try {
            process.onExit().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Process " + process.pid() + " of PostgreSQL does not end", e);
        }
    }

    private List<String> arguments(int port) {
        List<String> arguments = new ArrayList<>(List.of("-D", folder.path().toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> {
            arguments.add("-c");
            arguments.add(name + "=" + value);
        });
        arguments.add("-c");
        arguments.add("cluster_name=" + processes.clusterName());
        return arguments;
    }

    private void awaitReady(Process process) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!PostmasterFile.read(folder.path()).map(PostmasterFile::ready).orElse(false)) {
            if (process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("PostgreSQL did not start: " + Folders.lastFatalLine(programs.log()));
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("PostgreSQL is not ready after " + READY.toMinutes() + " minutes: "
                        + Folders.lastFatalLine(programs.log()));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private static FileChannel lock(Path root) throws IOException, RefusedException {
        FileChannel channel;
        try {
            channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new RefusedException(
                    "The store's folder " + root + " cannot be written (" + e + "). Give this account"
                            + " the right to, or set data.dir in org.parvis.store.",
                    e);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // Refused below, as if another process held it.
        }
        channel.close();
        throw new RefusedException("Another Parvis process already uses the store in " + root
                + ". Stop it first, or give this one a home of its own.");
    }
}
