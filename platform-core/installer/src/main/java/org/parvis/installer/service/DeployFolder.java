package org.parvis.installer.service;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.ProblemException;
import org.parvis.api.network.InstallationService.InstallationChoice;
import org.parvis.installer.admission.LimitPack;
import org.parvis.installer.admission.NetworkFile;
import org.parvis.model.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door for those who copy files: watches a folder and hands what is whole to the installer. A file that was taken is
 * deleted, since the installer keeps its own; one that is refused is renamed to {@code <name>.refused}, with the reason in
 * {@code <name>.refused.txt} beside it. Nothing is ever asked back here: downgrades, trials and losses need the console.
 */
@Component(service = DeployFolder.class, immediate = true)
public final class DeployFolder {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeployFolder.class);
    private static final String ACTOR = "deploy";
    private static final Duration LOOK = Duration.ofMillis(500);

    /** How long a file that does not grow may be half, or lack its statement, before that is said. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final HotInstallationService installer;
    private final Path folder;
    private final ExecutorService thread;
    private final Map<Path, Seen> waiting = new HashMap<>();
    private volatile boolean closed;

    @Activate
    public DeployFolder(@Reference HotInstallationService installer) {
        this.installer = installer;
        this.folder = installer.settings().deploy();
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread watcher = new Thread(work, "parvis-deploy");
            watcher.setDaemon(true);
            return watcher;
        });
        thread.execute(this::watch);
    }

    @Deactivate
    public void close() {
        closed = true;
        thread.shutdownNow();
    }

    private record Seen(long size, FileTime modified, long since) {
        boolean isAs(Seen other) {
            return size == other.size && modified.equals(other.modified);
        }
    }

    private void watch() {
        try {
            Files.createDirectories(folder);
            try (WatchService changes = folder.getFileSystem().newWatchService()) {
                WatchKey unused = folder.register(
                        changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
                while (!closed) {
                    look();
                    WatchKey key = changes.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    if (key != null) {
                        key.pollEvents().clear();
                        key.reset();
                    }
                }
            }
        } catch (InterruptedException | ClosedWatchServiceException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException unwatchable) {
            LOGGER.warn(
                    "{} cannot be watched ({}); install networks with social:network-install",
                    folder,
                    unwatchable.toString());
        }
    }

    private void look() {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> NetworkFile.isNetwork(file) || LimitPack.isLimits(file))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            LOGGER.debug("{} cannot be read", folder, unreadable);
            return;
        }
        waiting.keySet().retainAll(files);
        for (Path file : files) {
            try {
                consider(file);
            } catch (IOException gone) {
                LOGGER.debug("{} went away", file, gone);
            }
        }
    }

    private void consider(Path file) throws IOException {
        Seen seen = new Seen(Files.size(file), Files.getLastModifiedTime(file), System.nanoTime());
        Seen before = waiting.get(file);
        Seen resting = before != null && before.isAs(seen) ? before : seen;
        waiting.put(file, resting);
        long still = System.nanoTime() - resting.since();
        boolean late = still > GRACE.toNanos();
        boolean whole = LimitPack.isLimits(file) ? LimitPack.isWhole(file) : NetworkFile.isWhole(file);
        if (!late && (!whole || lacksStatement(file))) {
            return;
        }
        waiting.remove(file);
        take(file);
    }

    /** A bundle and its statement are two files, which come one after the other. */
    private boolean lacksStatement(Path file) {
        return !installer.settings().unsigned()
                && file.getFileName().toString().endsWith(".jar")
                && !Files.exists(NetworkFile.statementOf(file));
    }

    private void take(Path file) throws IOException {
        try {
            Objects.requireNonNull(installer.install(file, InstallationChoice.PLAIN, ACTOR));
            Files.deleteIfExists(file);
            Files.deleteIfExists(NetworkFile.statementOf(file));
        } catch (ProblemException refused) {
            put(file, String.valueOf(refused.getMessage()));
        } catch (UnavailableException away) {
            LOGGER.debug("{} waits until the platform is whole again", file, away);
        }
    }

    private static void put(Path file, String reason) throws IOException {
        Path refused = file.resolveSibling(file.getFileName() + ".refused");
        Files.writeString(file.resolveSibling(file.getFileName() + ".refused.txt"), reason + "\n");
        Files.move(file, refused, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(NetworkFile.statementOf(file));
    }
}
